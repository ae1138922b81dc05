package io.perigee.lua.syntax;

/**
 * Finds the end of the Lua code inside braces in a configuration file ({@code *_by_lua_block} of
 * ngx_lua). Braces in strings, long brackets and comments do not count.
 */
public final class LuaBlockScanner {
  private final String text;
  private int at;
  private int line;

  private LuaBlockScanner(String text, int from, int line) {
    this.text = text;
    this.at = from;
    this.line = line;
  }

  /** Code that has no end. */
  public static final class Unterminated extends Exception {
    private final int line;

    Unterminated(String message, int line) {
      super(message);
      this.line = line;
    }

    /** The line where the unfinished thing begins. */
    public int line() {
      return line;
    }
  }

  /**
   * The index of the closing brace that belongs to the opening one just before {@code from}, which
   * stands in the given line. The text is Latin-1, one character a byte.
   */
  public static int closingBrace(String text, int from, int line) throws Unterminated {
    return new LuaBlockScanner(text, from, line).scan();
  }

  private int scan() throws Unterminated {
    int depth = 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '{' -> depth++;
        case '}' -> {
          depth--;
          if (depth == 0) {
            return at;
          }
        }
        case '\n' -> line++;
        case '"', '\'' -> quoted(c);
        case '[' -> bracket();
        case '-' -> comment();
        default -> {
          // Nothing that could hide a brace.
        }
      }
      at++;
    }
    throw new Unterminated("unexpected end of file, expecting \"}\"", line);
  }

  /** Stops on the closing quote. */
  private void quoted(char quote) throws Unterminated {
    int start = line;
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\') {
        at++;
      }
      if (at < text.length() && text.charAt(at) == '\n') {
        line++;
      }
      at++;
    }
    if (at >= text.length()) {
      throw new Unterminated("unfinished string", start);
    }
  }

  /** Stops on the last character of a long bracket, or stays on a bracket that is none. */
  private void bracket() throws Unterminated {
    int level = 0;
    while (charAt(at + 1 + level) == '=') {
      level++;
    }
    if (charAt(at + 1 + level) != '[') {
      return;
    }
    int start = line;
    String close = "]" + "=".repeat(level) + "]";
    int end = text.indexOf(close, at + level + 2);
    if (end < 0) {
      throw new Unterminated(
          "Lua code block missing the closing long bracket \""
              + close
              + "\", the inlined Lua code may be too long",
          start);
    }
    for (int i = at; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    at = end + close.length() - 1;
  }

  /** Stops before the line feed that ends a comment, or behind a long one. */
  private void comment() throws Unterminated {
    if (charAt(at + 1) != '-') {
      return;
    }
    at++;
    if (charAt(at + 1) == '[') {
      at++;
      int before = at;
      bracket();
      if (at > before) {
        return;
      }
    }
    int end = text.indexOf('\n', at);
    at = (end < 0 ? text.length() : end) - 1;
  }

  private int charAt(int index) {
    return index < text.length() ? text.charAt(index) : -1;
  }
}
