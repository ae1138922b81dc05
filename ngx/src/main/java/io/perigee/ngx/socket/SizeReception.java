package io.perigee.ngx.socket;

import io.netty.buffer.ByteBuf;
import io.perigee.lua.value.LuaString;
import java.util.Arrays;

/** A number of bytes. */
final class SizeReception implements Reception {
  /** A caller may ask for more than ever comes, so room for a great size is made step by step. */
  private static final int AT_ONCE = 1 << 20;

  private final int wanted;
  private byte[] bytes;
  private int size;

  SizeReception(int wanted) {
    this.wanted = wanted;
    this.bytes = new byte[Math.min(wanted, AT_ONCE)];
  }

  @Override
  public boolean take(ByteBuf in) {
    int count = Math.min(wanted - size, in.readableBytes());
    if (size + count > bytes.length) {
      long room = Math.max(size + count, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, room));
    }
    in.readBytes(bytes, size, count);
    size += count;
    return size == wanted;
  }

  @Override
  public LuaString result() {
    return size == bytes.length ? LuaString.wrap(bytes) : LuaString.wrap(bytes, 0, size);
  }
}
