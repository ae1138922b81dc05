package io.perigee.ngx.socket;

import io.netty.buffer.ByteBuf;
import io.perigee.lua.value.LuaString;

/** Whatever is there, but at most so many bytes. */
final class AnyReception implements Reception {
  private final int max;
  private LuaString bytes = LuaString.EMPTY;

  AnyReception(int max) {
    this.max = max;
  }

  @Override
  public boolean take(ByteBuf in) {
    byte[] taken = new byte[Math.min(max, in.readableBytes())];
    in.readBytes(taken);
    bytes = LuaString.wrap(taken);
    return taken.length > 0;
  }

  @Override
  public LuaString result() {
    return bytes;
  }
}
