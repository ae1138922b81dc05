package io.perigee.lua.pattern;

/**
 * The numeric conversions of C's printf ({@code d i u o x X e E f F g G a A}), digit for digit as
 * LuaJIT prints them: exact decimal expansion, ties away from zero.
 */
public final class NumberPrinter {
  private static final double TWO_63 = 0x1p63;
  private static final double TWO_64 = 0x1p64;

  private NumberPrinter() {}

  /** A number as the 64-bit integer of {@code %d}: truncated; outside the range the lowest one. */
  public static long signedInteger(double x) {
    return x >= -TWO_63 && x < TWO_63 ? (long) x : Long.MIN_VALUE;
  }

  /** A number as the 64-bit pattern of {@code %u %o %x}: truncated, negative ones wrap. */
  public static long unsignedInteger(double x) {
    return x >= TWO_63 ? signedInteger(x - TWO_64) : signedInteger(x);
  }

  /** Appends a number by the directive's conversion. */
  public static void print(ByteBuilder out, FormatDirective directive, double x) {
    switch (directive.verb()) {
      case 'd', 'i' -> signed(out, directive, signedInteger(x));
      case 'u', 'o', 'x', 'X' -> unsigned(out, directive, unsignedInteger(x));
      default -> real(out, directive, x);
    }
  }

  private static void signed(ByteBuilder out, FormatDirective directive, long value) {
    String digits = value < 0 ? Long.toString(value).substring(1) : Long.toString(value);
    integer(out, directive, signPrefix(directive.sign(value < 0)), digits);
  }

  private static void unsigned(ByteBuilder out, FormatDirective directive, long value) {
    String prefix = "";
    String digits;
    switch (directive.verb()) {
      case 'o' -> {
        digits = Long.toOctalString(value);
        if (directive.alternative() && value != 0 && directive.precision() <= digits.length()) {
          digits = "0" + digits;
        }
      }
      case 'x' -> {
        digits = Long.toHexString(value);
        prefix = directive.alternative() && value != 0 ? "0x" : "";
      }
      case 'X' -> {
        digits = AsciiCase.upper(Long.toHexString(value));
        prefix = directive.alternative() && value != 0 ? "0X" : "";
      }
      default -> digits = Long.toUnsignedString(value);
    }
    integer(out, directive, prefix, digits);
  }

  private static void integer(ByteBuilder out, FormatDirective directive, String prefix, String s) {
    String digits = s;
    int precision = directive.precision();
    if (precision == 0 && digits.equals("0")) {
      digits = directive.verb() == 'o' && directive.alternative() ? "0" : "";
    }
    int zeros = Math.max(0, precision - digits.length());
    int padding = directive.width() - prefix.length() - zeros - digits.length();
    if (directive.zero() && !directive.left() && precision < 0 && padding > 0) {
      zeros += padding;
      padding = 0;
    }
    if (!directive.left()) {
      out.repeat(' ', padding);
    }
    out.add(prefix);
    out.repeat('0', zeros);
    out.add(digits);
    if (directive.left()) {
      out.repeat(' ', padding);
    }
  }

  private static void real(ByteBuilder out, FormatDirective directive, double x) {
    boolean negative = Double.doubleToRawLongBits(x) < 0;
    boolean upper = directive.verb() < 'a';
    if (Double.isNaN(x)) {
      padded(out, directive, directive.space() ? " " : "", upper ? "NAN" : "nan", false);
      return;
    }
    String prefix = signPrefix(directive.sign(negative));
    if (Double.isInfinite(x)) {
      padded(out, directive, prefix, upper ? "INF" : "inf", false);
      return;
    }
    double magnitude = Math.abs(x);
    int precision = directive.precision();
    String body;
    if (directive.verb() == 'a' || directive.verb() == 'A') {
      prefix += "0x";
      body = HexadecimalFloat.text(magnitude, precision, directive.alternative());
    } else {
      int digits = precision < 0 ? 6 : precision;
      boolean point = directive.alternative();
      body =
          switch (directive.verb()) {
            case 'e', 'E' -> DecimalFloat.exponential(magnitude, digits, point);
            case 'f', 'F' -> DecimalFloat.fixed(magnitude, digits, point);
            default -> DecimalFloat.general(magnitude, Math.max(digits, 1), point);
          };
    }
    if (upper) {
      prefix = AsciiCase.upper(prefix);
      body = AsciiCase.upper(body);
    }
    padded(out, directive, prefix, body, directive.zero());
  }

  private static void padded(
      ByteBuilder out, FormatDirective directive, String prefix, String body, boolean zeros) {
    int padding = directive.width() - prefix.length() - body.length();
    boolean left = directive.left();
    if (!left && !zeros) {
      out.repeat(' ', padding);
    }
    out.add(prefix);
    if (!left && zeros) {
      out.repeat('0', padding);
    }
    out.add(body);
    if (left) {
      out.repeat(' ', padding);
    }
  }

  private static String signPrefix(int sign) {
    return sign == 0 ? "" : String.valueOf((char) sign);
  }
}
