package io.perigee.ngx.socket;

import io.netty.buffer.ByteBuf;
import io.perigee.lua.value.LuaString;

/**
 * What one reading call waits for. It takes bytes from buffers, as they come, until it is complete;
 * what it does not need stays in the buffer.
 */
interface Reception {
  /** Takes bytes; true when complete. */
  boolean take(ByteBuf in);

  /** The result of a complete reception, and what there is of an incomplete one. */
  LuaString result();

  /** Whether the end of input completes it. */
  default boolean endCompletes() {
    return false;
  }
}
