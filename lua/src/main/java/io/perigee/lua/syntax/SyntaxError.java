package io.perigee.lua.syntax;

/**
 * Source text that is no Lua, or exceeds a limit of the language. The message is LuaJIT's, complete
 * with chunk name, line and token; its characters are bytes (Latin-1).
 */
public final class SyntaxError extends RuntimeException {
  /** An error with its whole text. */
  public SyntaxError(String message) {
    super(message, null, false, false);
  }

  /** The text of the error. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
