package io.perigee.ngx.socket;

import io.netty.buffer.ByteBuf;
import io.perigee.lua.value.LuaString;
import io.perigee.ngx.text.ByteSink;

/** Everything up to the end of input. */
final class AllReception implements Reception {
  private static final int FIRST = 4096;

  private final ByteSink sink = new ByteSink(FIRST);

  @Override
  public boolean take(ByteBuf in) {
    sink.add(in);
    return false;
  }

  @Override
  public LuaString result() {
    return LuaString.wrap(sink.toBytes());
  }

  @Override
  public boolean endCompletes() {
    return true;
  }
}
