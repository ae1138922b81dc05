package io.perigee.lua.pattern;

/**
 * One {@code %} directive of a format string: flags, width, precision and verb, read as LuaJIT
 * reads them (any number of flags, at most two digits each for width and precision). A reusable
 * cursor: {@link #read} moves it to the next directive.
 */
public final class FormatDirective {
  private static final String VERBS = "AEFGXacdefgiopqsux";

  private final byte[] format;
  private int begin;
  private int position;
  private boolean left;
  private boolean plus;
  private boolean space;
  private boolean alternative;
  private boolean zero;
  private int width;
  private int precision;
  private int verb;

  /** A cursor over a format string. */
  public FormatDirective(byte[] format) {
    this.format = format;
  }

  /** Directive for a conversion without flags and width, with a precision (or -1). */
  public static FormatDirective of(char verb, int precision) {
    FormatDirective directive = new FormatDirective(new byte[0]);
    directive.verb = verb;
    directive.precision = precision;
    return directive;
  }

  /** Reads the directive whose percent sign stands at an index; gives the index behind it. */
  public int read(int percent) {
    begin = percent;
    position = percent + 1;
    left = false;
    plus = false;
    space = false;
    alternative = false;
    zero = false;
    precision = -1;
    readFlags();
    width = readNumber();
    if (peek() == '.') {
      position++;
      precision = readNumber();
    }
    verb = peek();
    position++;
    if (verb < 0 || VERBS.indexOf(verb) < 0) {
      throw invalid();
    }
    return position;
  }

  private void readFlags() {
    while (true) {
      switch (peek()) {
        case '-' -> left = true;
        case '+' -> plus = true;
        case ' ' -> space = true;
        case '#' -> alternative = true;
        case '0' -> zero = true;
        default -> {
          return;
        }
      }
      position++;
    }
  }

  private int readNumber() {
    int value = 0;
    for (int digits = 0; digits < 2 && CharacterClass.isDigit(peek()); digits++) {
      value = value * 10 + peek() - '0';
      position++;
    }
    return value;
  }

  private int peek() {
    return position < format.length ? format[position] & 0xff : -1;
  }

  private PatternException invalid() {
    int end = Math.min(position, format.length);
    StringBuilder text = new StringBuilder();
    for (int i = begin; i < end; i++) {
      text.append((char) (format[i] & 0xff));
    }
    return new PatternException("invalid option '" + text + "' to 'format'");
  }

  /** The letter of the conversion. */
  public int verb() {
    return verb;
  }

  /** Least number of bytes of the result. */
  public int width() {
    return width;
  }

  /** The precision, or -1 where none is given. */
  public int precision() {
    return precision;
  }

  /** Flag {@code -}: pad on the right. */
  public boolean left() {
    return left;
  }

  /** Flag {@code 0}: pad numbers with zeros. */
  public boolean zero() {
    return zero;
  }

  /** Flag space: a space where a sign would stand. */
  boolean space() {
    return space;
  }

  /** Flag {@code #}: the alternative form. */
  public boolean alternative() {
    return alternative;
  }

  /** The sign that a number gets in front, or 0 for none. */
  int sign(boolean negative) {
    if (negative) {
      return '-';
    }
    if (plus) {
      return '+';
    }
    return space ? ' ' : 0;
  }

  /** Appends text padded to the width with spaces. */
  public void pad(ByteBuilder out, byte[] text, int from, int to) {
    int padding = width - (to - from);
    if (!left) {
      out.repeat(' ', padding);
    }
    out.add(text, from, to);
    if (left) {
      out.repeat(' ', padding);
    }
  }
}
