package io.perigee.lua.pattern;

/** The digits of {@code %a}: {@code 1.8p+1}, normalised to a leading 1 as LuaJIT does. */
final class HexadecimalFloat {
  private static final int FRACTION_BITS = 52;
  private static final long FRACTION_MASK = (1L << FRACTION_BITS) - 1;
  private static final int BIAS = 1023;

  private HexadecimalFloat() {}

  /** Text of a finite number that is not negative, without the 0x. */
  static String text(double x, int precision, boolean alwaysPoint) {
    long bits = Double.doubleToRawLongBits(x);
    long fraction = bits & FRACTION_MASK;
    int exponent = (int) (bits >>> FRACTION_BITS) & 0x7ff;
    long mantissa = 1L << FRACTION_BITS | fraction;
    int power = exponent - BIAS;
    if (exponent == 0 && fraction == 0) {
      mantissa = 0;
      power = 0;
    } else if (exponent == 0) {
      int shift = Long.numberOfLeadingZeros(fraction) - (Long.SIZE - 1 - FRACTION_BITS);
      mantissa = fraction << shift;
      power = 1 - BIAS - shift;
    }
    String digits;
    if (precision >= 0 && precision < FRACTION_BITS / 4) {
      mantissa = round(mantissa, FRACTION_BITS - 4 * precision);
      digits = hexadecimalFraction(mantissa).substring(0, precision);
    } else {
      digits = hexadecimalFraction(mantissa);
      digits =
          precision < 0
              ? withoutTrailingZeros(digits)
              : digits + "0".repeat(precision - digits.length());
    }
    String point = digits.isEmpty() && !alwaysPoint ? "" : ".";
    String sign = power < 0 ? "-" : "+";
    return (mantissa >>> FRACTION_BITS) + point + digits + "p" + sign + Math.abs(power);
  }

  /** Rounds away the lowest bits, ties up. */
  private static long round(long mantissa, int dropped) {
    long unit = 1L << dropped;
    long rest = mantissa & (unit - 1);
    long kept = mantissa - rest;
    return rest >= unit >>> 1 ? kept + unit : kept;
  }

  private static String hexadecimalFraction(long mantissa) {
    String digits = Long.toHexString(mantissa & FRACTION_MASK);
    return "0".repeat(FRACTION_BITS / 4 - digits.length()) + digits;
  }

  private static String withoutTrailingZeros(String digits) {
    int end = digits.length();
    while (end > 0 && digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, end);
  }
}
