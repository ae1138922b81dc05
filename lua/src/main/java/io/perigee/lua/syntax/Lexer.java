package io.perigee.lua.syntax;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Source bytes to tokens (Lua manual 2.1), one token ahead on demand. The line numbers follow
 * LuaJIT: {@link #line} is where reading stands, {@link #lastLine} where the last consumed token
 * ended.
 */
final class Lexer {
  private static final int END = -1;

  private final byte[] source;
  private final String chunk;
  private int at;
  private int line = 1;
  private int lastLine = 1;

  private Token token = Token.EOF;
  private TokenText text = TokenText.NONE;
  private @Nullable Token ahead;
  private TokenText aheadText = TokenText.NONE;
  private TokenText scanned = TokenText.NONE;

  Lexer(byte[] source, String chunkName) {
    this.source = source;
    this.chunk = ChunkName.shortForm(chunkName);
    skipHeader();
    if (current() == '\33') {
      throw new SyntaxError(
          ChunkName.binaryForm(chunkName) + ": cannot load incompatible bytecode");
    }
  }

  /** Passes over a byte order mark and a first line that begins with {@code #}. */
  private void skipHeader() {
    if (source.length >= 3
        && source[0] == (byte) 0xef
        && source[1] == (byte) 0xbb
        && source[2] == (byte) 0xbf) {
      at = 3;
    }
    if (current() == '#') {
      while (current() != END && !isNewline(current())) {
        at++;
      }
      if (current() != END) {
        newline();
      }
    }
  }

  // ---- the token stream ----

  Token token() {
    return token;
  }

  int line() {
    return line;
  }

  int lastLine() {
    return lastLine;
  }

  String shortChunk() {
    return chunk;
  }

  /** The name that the current token is. */
  String name() {
    return text.shown();
  }

  /** The bytes of the current string token. */
  Bytes string() {
    return Objects.requireNonNull(text.string());
  }

  /** The value of the current number token. */
  double number() {
    return text.number();
  }

  void next() {
    lastLine = line;
    if (ahead == null) {
      token = scan();
      text = scanned;
    } else {
      token = ahead;
      text = aheadText;
      ahead = null;
    }
  }

  /** The token behind the current one. */
  Token lookahead() {
    if (ahead == null) {
      ahead = scan();
      aheadText = scanned;
    }
    return ahead;
  }

  // ---- errors ----

  /** An error at the current token. */
  SyntaxError error(String message) {
    return errorNear(message, near(token, text));
  }

  /** An error that names no token. */
  SyntaxError bareError(String message) {
    return bareError(message, line);
  }

  /** An error that names no token, at a line. */
  SyntaxError bareError(String message, int atLine) {
    return new SyntaxError(chunk + ":" + atLine + ": " + message);
  }

  private SyntaxError errorNear(String message, String near) {
    String end = near.isEmpty() ? "" : " near '" + near + "'";
    return new SyntaxError(chunk + ":" + line + ": " + message + end);
  }

  private static String near(Token token, TokenText text) {
    String shown =
        token.compareTo(Token.NUMBER) >= 0 && token != Token.EOF ? text.shown() : token.text();
    int end = shown.indexOf('\0');
    return end < 0 ? shown : shown.substring(0, end);
  }

  // ---- scanning ----

  private int current() {
    return at < source.length ? source[at] & 0xff : END;
  }

  private int peek(int offset) {
    return at + offset < source.length ? source[at + offset] & 0xff : END;
  }

  private static boolean isNewline(int c) {
    return c == '\n' || c == '\r';
  }

  private static boolean isNamePart(int c) {
    return isDigit(c) || c == '_' || isLetter(c) || c >= 0x80;
  }

  private static boolean isLetter(int c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private void newline() {
    int first = current();
    at++;
    int second = current();
    if (isNewline(second) && second != first) {
      at++;
    }
    line++;
  }

  private Token scan() {
    scanned = TokenText.NONE;
    while (true) {
      int c = current();
      switch (c) {
        case END -> {
          return Token.EOF;
        }
        case '\n', '\r' -> newline();
        case ' ', '\t', '\013', '\f' -> at++;
        case '-' -> {
          if (peek(1) != '-') {
            at++;
            return Token.MINUS;
          }
          comment();
        }
        default -> {
          return scanToken(c);
        }
      }
    }
  }

  private Token scanToken(int c) {
    if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      return numeral();
    }
    if (isNamePart(c)) {
      return word();
    }
    return switch (c) {
      case '"', '\'' -> shortString(c);
      case '[' -> bracket();
      case '=' -> either('=', Token.EQ, Token.ASSIGN);
      case '<' -> either('=', Token.LE, Token.LT);
      case '>' -> either('=', Token.GE, Token.GT);
      case '~' -> either('=', Token.NE, Token.OTHER);
      case ':' -> either(':', Token.LABEL, Token.COLON);
      case '.' -> dots();
      default -> {
        at++;
        yield single(c);
      }
    };
  }

  private Token single(int c) {
    Token kind = Token.single(c);
    if (kind == Token.OTHER) {
      boolean control = c < ' ' || c == 127;
      String shown = control ? "char(" + c + ")" : String.valueOf((char) c);
      scanned = TokenText.shown(c == 0 ? "" : shown);
    }
    return kind;
  }

  private Token either(int second, Token both, Token alone) {
    int first = current();
    if (peek(1) == second) {
      at += 2;
      return both;
    }
    at++;
    return alone == Token.OTHER ? single(first) : alone;
  }

  private Token dots() {
    if (peek(1) != '.') {
      at++;
      return Token.DOT;
    }
    if (peek(2) != '.') {
      at += 2;
      return Token.CONCAT;
    }
    at += 3;
    return Token.DOTS;
  }

  private Token word() {
    int start = at;
    while (isNamePart(current())) {
      at++;
    }
    String word = slice(start);
    Token kind = Token.word(word);
    scanned = TokenText.shown(word);
    return kind;
  }

  private String slice(int start) {
    return new String(source, start, at - start, StandardCharsets.ISO_8859_1);
  }

  private Token numeral() {
    int start = at;
    int mark = 'e';
    if (current() == '0' && (peek(1) | 0x20) == 'x') {
      mark = 'p';
    }
    int last = 0;
    while (isNamePart(current())
        || current() == '.'
        || ((current() == '+' || current() == '-') && (last | 0x20) == mark)) {
      last = current();
      at++;
    }
    String digits = slice(start);
    double value = NumberLiteral.value(digits);
    if (Double.isNaN(value)) {
      throw errorNear("malformed number", digits);
    }
    scanned = TokenText.number(digits, value);
    return Token.NUMBER;
  }

  private void comment() {
    at += 2;
    if (current() == '[') {
      int level = longBracketLevel();
      if (level >= 0) {
        longText(level, true);
        return;
      }
    }
    while (current() != END && !isNewline(current())) {
      at++;
    }
  }

  /** The number of {@code =} of an opening long bracket here, -1 when there is none. */
  private int longBracketLevel() {
    int level = 0;
    while (peek(1 + level) == '=') {
      level++;
    }
    return peek(1 + level) == '[' ? level : -1;
  }

  private Token bracket() {
    int level = longBracketLevel();
    if (level >= 0) {
      longText(level, false);
      return Token.STRING;
    }
    if (peek(1) == '=') {
      int start = at;
      at++;
      while (current() == '=') {
        at++;
      }
      throw errorNear("invalid long string delimiter", slice(start));
    }
    at++;
    return Token.LEFT_BRACKET;
  }

  private void longText(int level, boolean comment) {
    int start = at;
    at += level + 2;
    ByteSink bytes = new ByteSink();
    if (isNewline(current())) {
      newline();
    }
    while (!isClosing(level)) {
      int c = current();
      if (c == END) {
        throw errorNear(comment ? "unfinished long comment" : "unfinished long string", "<eof>");
      }
      if (isNewline(c)) {
        bytes.add('\n');
        newline();
      } else {
        bytes.add(c);
        at++;
      }
    }
    at += level + 2;
    if (!comment) {
      scanned = TokenText.string(slice(start), bytes.toBytes());
    }
  }

  private boolean isClosing(int level) {
    if (current() != ']' || peek(level + 1) != ']') {
      return false;
    }
    for (int i = 1; i <= level; i++) {
      if (peek(i) != '=') {
        return false;
      }
    }
    return true;
  }

  // ---- quoted strings ----

  private Token shortString(int quote) {
    ByteSink bytes = new ByteSink();
    at++;
    while (current() != quote) {
      int c = current();
      if (c == END) {
        throw errorNear("unfinished string", "<eof>");
      }
      if (isNewline(c)) {
        throw errorNear("unfinished string", (char) quote + bytes.latin1());
      }
      at++;
      if (c == '\\') {
        escape(bytes, quote);
      } else {
        bytes.add(c);
      }
    }
    at++;
    byte[] content = bytes.toBytes();
    String shown = (char) quote + new String(content, StandardCharsets.ISO_8859_1) + (char) quote;
    scanned = TokenText.string(shown, content);
    return Token.STRING;
  }

  private void escape(ByteSink bytes, int quote) {
    int c = current();
    switch (c) {
      case 'a' -> simple(bytes, 7);
      case 'b' -> simple(bytes, '\b');
      case 'f' -> simple(bytes, '\f');
      case 'n' -> simple(bytes, '\n');
      case 'r' -> simple(bytes, '\r');
      case 't' -> simple(bytes, '\t');
      case 'v' -> simple(bytes, 11);
      case '\\', '"', '\'' -> simple(bytes, c);
      case 'x' -> hexEscape(bytes, quote);
      case 'u' -> unicodeEscape(bytes, quote);
      case 'z' -> skipSpace();
      case '\n', '\r' -> {
        bytes.add('\n');
        newline();
      }
      case END -> {
        // The caller meets the end and reports it.
      }
      default -> decimalEscape(bytes, quote);
    }
  }

  private void simple(ByteSink bytes, int value) {
    bytes.add(value);
    at++;
  }

  private SyntaxError badEscape(ByteSink bytes, int quote) {
    return errorNear("invalid escape sequence", (char) quote + bytes.latin1());
  }

  private void hexEscape(ByteSink bytes, int quote) {
    int high = hexDigit(peek(1));
    int low = hexDigit(peek(2));
    if (high < 0 || low < 0) {
      throw badEscape(bytes, quote);
    }
    bytes.add((high << 4) | low);
    at += 3;
  }

  private static int hexDigit(int c) {
    return c >= 0 && c < 128 ? Character.digit(c, 16) : -1;
  }

  private void unicodeEscape(ByteSink bytes, int quote) {
    at++;
    if (current() != '{') {
      throw badEscape(bytes, quote);
    }
    at++;
    int value = 0;
    int digits = 0;
    while (hexDigit(current()) >= 0) {
      value = (value << 4) | hexDigit(current());
      at++;
      digits++;
      if (value > Character.MAX_CODE_POINT) {
        throw badEscape(bytes, quote);
      }
    }
    boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
    if (digits == 0 || current() != '}' || surrogate) {
      throw badEscape(bytes, quote);
    }
    at++;
    bytes.add(Character.toString(value).getBytes(StandardCharsets.UTF_8));
  }

  private void skipSpace() {
    at++;
    while (true) {
      int c = current();
      if (isNewline(c)) {
        newline();
      } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
        at++;
      } else {
        return;
      }
    }
  }

  private void decimalEscape(ByteSink bytes, int quote) {
    int value = 0;
    int digits = 0;
    while (digits < 3 && isDigit(peek(digits))) {
      value = value * 10 + peek(digits) - '0';
      digits++;
    }
    if (digits == 0 || value > 255) {
      throw badEscape(bytes, quote);
    }
    bytes.add(value);
    at += digits;
  }
}
