package io.perigee.ngx.socket;

import io.netty.buffer.ByteBuf;
import io.perigee.lua.value.LuaString;
import io.perigee.ngx.text.ByteSink;
import org.jspecify.annotations.Nullable;

/** A line: up to a line feed, which is taken and left out, as are all carriage returns. */
final class LineReception implements Reception {
  private @Nullable ByteSink earlier;
  private LuaString line = LuaString.EMPTY;

  @Override
  public boolean take(ByteBuf in) {
    int length = in.bytesBefore((byte) '\n');
    byte[] bytes = new byte[length < 0 ? in.readableBytes() : shownLength(in, length)];
    in.readBytes(bytes);
    int size = withoutReturns(bytes);
    ByteSink sink = earlier;
    if (length < 0 || sink != null) {
      if (sink == null) {
        sink = new ByteSink(size + 64);
        earlier = sink;
      }
      sink.add(bytes, 0, size);
    }
    if (length < 0) {
      return false;
    }
    in.skipBytes(length + 1 - bytes.length);
    line = sink != null ? LuaString.wrap(sink.toBytes()) : whole(bytes, size);
    return true;
  }

  /** Most lines have one carriage return, at their end. */
  private static int shownLength(ByteBuf in, int length) {
    boolean ends = length > 0 && in.getByte(in.readerIndex() + length - 1) == '\r';
    return ends ? length - 1 : length;
  }

  private static int withoutReturns(byte[] bytes) {
    int to = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '\r') {
        bytes[to++] = bytes[i];
      }
    }
    return to;
  }

  private static LuaString whole(byte[] bytes, int size) {
    return size == bytes.length ? LuaString.wrap(bytes) : LuaString.wrap(bytes, 0, size);
  }

  @Override
  public LuaString result() {
    ByteSink sink = earlier;
    return line.length() == 0 && sink != null ? LuaString.wrap(sink.toBytes()) : line;
  }
}
