package io.perigee.conf.text;

/**
 * Finds where the Lua source of a block directive ends. Only Lua's own lexical rules can tell a
 * closing brace from one inside a string or a comment, so the language part supplies this.
 */
public interface LuaBlockScanner {
  /**
   * The index of the brace that closes the block.
   *
   * @param text the whole file, Latin-1
   * @param start index of the first char after the opening brace
   * @param line line of the opening brace
   * @throws Unterminated when no closing brace follows
   */
  int closingBrace(String text, int start, int line) throws Unterminated;

  /** The block does not end, or its content is not Lua; the message is nginx's. */
  final class Unterminated extends Exception {
    private final int line;

    /** An end of the search at some line. */
    public Unterminated(String message, int line) {
      super(message, null, false, false);
      this.line = line;
    }

    /** The line that the message names. */
    public int line() {
      return line;
    }
  }
}
