package io.perigee.conf.text;

import java.util.List;

/**
 * Splits configuration text into the words of one directive after another, as nginx's {@code
 * ngx_conf_read_token} does: quotes and backslashes, comments, and {@code ${name}} whose brace
 * opens no block.
 *
 * <p>States between two chars: before a word, inside a plain word, inside a quoted word, and behind
 * the quote that ended one, where only a space, {@code ;}, an opening brace or {@code )} may
 * follow.
 */
final class ConfLexer {
  /** What ended the words of a directive. */
  enum End {
    SEMICOLON,
    BLOCK_START,
    BLOCK_END,
    TEXT_END
  }

  /**
   * nginx reads through a buffer of this size. Longer words are accepted here; but a text that ends
   * inside one has most likely lost its closing quote.
   */
  private static final int LONGEST_WORD = 4096;

  private static final char NOT_AN_ESCAPE = '\0';

  private final String text;
  private final String file;
  private int at;
  private int line = 1;

  ConfLexer(String text, String file) {
    this.text = text;
    this.file = file;
  }

  String text() {
    return text;
  }

  /** Line of the last char that was read. */
  int line() {
    return line;
  }

  /** Index of the next char. */
  int position() {
    return at;
  }

  /** Goes on behind a part of the text that somebody else has read. */
  void skipTo(int position) {
    while (at < position) {
      if (text.charAt(at++) == '\n') {
        line++;
      }
    }
  }

  ConfError error(String message) {
    return new ConfError(message, file, line);
  }

  /** Reads the words of the next directive and tells what ended them. */
  End next(List<String> words) {
    words.clear();
    while (true) {
      skipSpace();
      if (at == text.length()) {
        return endOfText(!words.isEmpty());
      }
      char ch = text.charAt(at);
      switch (ch) {
        case ';', '{' -> {
          at++;
          if (words.isEmpty()) {
            throw error("unexpected \"" + ch + "\"");
          }
          return ch == ';' ? End.SEMICOLON : End.BLOCK_START;
        }
        case '}' -> {
          at++;
          if (!words.isEmpty()) {
            throw error("unexpected \"}\"");
          }
          return End.BLOCK_END;
        }
        case '"', '\'' -> {
          words.add(quoted(ch));
          checkBehindQuote();
        }
        default -> words.add(plain());
      }
    }
  }

  /** Skips white space and comments. */
  private void skipSpace() {
    boolean comment = false;
    while (at < text.length()) {
      char ch = text.charAt(at);
      if (ch == '\n') {
        line++;
        comment = false;
      } else if (ch == '#') {
        comment = true;
      } else if (!comment && !isSpace(ch)) {
        return;
      }
      at++;
    }
  }

  private End endOfText(boolean insideDirective) {
    if (!insideDirective) {
      return End.TEXT_END;
    }
    throw error(
        file.equals(ConfError.COMMAND_LINE)
            ? "unexpected end of parameter, expecting \";\""
            : "unexpected end of file, expecting \";\" or \"}\"");
  }

  private String plain() {
    int start = at;
    int firstLine = line;
    boolean dollar = false;
    while (at < text.length()) {
      char ch = text.charAt(at);
      boolean opensName = ch == '{' && dollar;
      if (isSpace(ch) || ch == ';' || (ch == '{' && !opensName)) {
        return unescaped(start, at);
      }
      dollar = ch == '$';
      take(ch);
    }
    if (at - start >= LONGEST_WORD) {
      throw new ConfError(
          "too long parameter \"" + text.substring(start, start + 10) + "...\" started",
          file,
          firstLine);
    }
    throw endOfWord();
  }

  private String quoted(char quote) {
    int firstLine = line;
    int start = ++at;
    while (at < text.length()) {
      char ch = text.charAt(at);
      if (ch == quote) {
        return unescaped(start, at++);
      }
      take(ch);
    }
    if (at - start >= LONGEST_WORD) {
      throw new ConfError(
          "too long parameter, probably missing terminating \"" + quote + "\" character",
          file,
          firstLine);
    }
    throw endOfWord();
  }

  /** Steps over a char, or over a backslash and the char that it protects. */
  private void take(char ch) {
    if (ch == '\\' && at + 1 < text.length()) {
      at++;
    }
    if (text.charAt(at) == '\n') {
      line++;
    }
    at++;
  }

  private ConfError endOfWord() {
    try {
      endOfText(true);
    } catch (ConfError e) {
      return e;
    }
    throw new AssertionError("the end of a text inside a word is an error");
  }

  private void checkBehindQuote() {
    if (at == text.length()) {
      return;
    }
    char ch = text.charAt(at);
    if (!isSpace(ch) && ch != ';' && ch != '{' && ch != ')') {
      at++;
      throw error("unexpected \"" + ch + "\"");
    }
  }

  private static boolean isSpace(char ch) {
    return ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n';
  }

  /** The word with the escapes that nginx resolves; other backslashes stay. */
  private String unescaped(int from, int to) {
    if (text.indexOf('\\', from) < 0) {
      return text.substring(from, to);
    }
    StringBuilder word = new StringBuilder(to - from);
    int i = from;
    while (i < to) {
      char ch = text.charAt(i++);
      char escaped = ch == '\\' && i < to ? escaped(text.charAt(i)) : NOT_AN_ESCAPE;
      if (escaped == NOT_AN_ESCAPE) {
        word.append(ch);
      } else {
        word.append(escaped);
        i++;
      }
    }
    return word.toString();
  }

  private static char escaped(char ch) {
    return switch (ch) {
      case '"', '\'', '\\' -> ch;
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'n' -> '\n';
      default -> NOT_AN_ESCAPE;
    };
  }
}
