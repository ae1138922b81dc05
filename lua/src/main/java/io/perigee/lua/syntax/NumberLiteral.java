package io.perigee.lua.syntax;

/**
 * The value of a number literal (Lua manual 2.1, LuaJIT's extensions): decimal, hexadecimal with
 * fraction and binary exponent, binary digits. Suffixes of 64-bit and imaginary literals are not
 * numbers here.
 */
final class NumberLiteral {
  private final String text;
  private int at;

  private NumberLiteral(String text) {
    this.text = text;
  }

  /** The value, NaN when the text is malformed. */
  static double value(String text) {
    NumberLiteral literal = new NumberLiteral(text);
    if (text.length() > 1 && text.charAt(0) == '0') {
      char base = Character.toLowerCase(text.charAt(1));
      if (base == 'x') {
        return literal.hexadecimal();
      }
      if (base == 'b') {
        return literal.binary();
      }
    }
    return literal.decimal();
  }

  private double decimal() {
    int digits = digits(10);
    if (accept('.')) {
      digits += digits(10);
    }
    if (digits == 0 || !exponent('e')) {
      return Double.NaN;
    }
    return Double.parseDouble(text);
  }

  private double hexadecimal() {
    at = 2;
    int whole = digits(16);
    int fraction = accept('.') ? digits(16) : 0;
    int mantissaEnd = at;
    if (whole + fraction == 0 || !exponent('p')) {
      return Double.NaN;
    }
    String exponent = mantissaEnd == text.length() ? "p0" : "";
    return Double.parseDouble(text + exponent);
  }

  private double binary() {
    at = 2;
    double value = 0;
    while (at < text.length() && (text.charAt(at) == '0' || text.charAt(at) == '1')) {
      value = value * 2 + (text.charAt(at) - '0');
      at++;
    }
    return at > 2 && at == text.length() ? value : Double.NaN;
  }

  private int digits(int radix) {
    int start = at;
    while (at < text.length()
        && text.charAt(at) < 128
        && Character.digit(text.charAt(at), radix) >= 0) {
      at++;
    }
    return at - start;
  }

  private boolean accept(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  /** Whether the rest is nothing or a complete exponent. */
  private boolean exponent(char mark) {
    if (at == text.length()) {
      return true;
    }
    if (Character.toLowerCase(text.charAt(at)) != mark) {
      return false;
    }
    at++;
    if (!accept('-')) {
      accept('+');
    }
    return digits(10) > 0 && at == text.length();
  }
}
