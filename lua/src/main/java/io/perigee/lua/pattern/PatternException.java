package io.perigee.lua.pattern;

/**
 * A fault in a pattern or in a format string, with the text that LuaJIT uses. The string library
 * turns it into a Lua error with the position of the caller.
 */
public final class PatternException extends RuntimeException {
  /** A fault with its final message; without stack trace, since the message is all that is used. */
  public PatternException(String message) {
    super(message, null, false, false);
  }
}
