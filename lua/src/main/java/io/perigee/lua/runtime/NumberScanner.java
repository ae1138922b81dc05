package io.perigee.lua.runtime;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Reads numbers as LuaJIT's string scanner does: decimal with exponent, {@code 0x} integers and
 * floats with a {@code p} exponent, {@code 0b} integers, {@code inf}, {@code infinity} and {@code
 * nan} in any case, a sign, white space around. Used by {@code tonumber}, coercions and the lexer.
 */
final class NumberScanner {
  private static final int QUICK_DIGITS = 15;
  private static final int MAX_DIGITS = 18;
  private static final int MAX_EXACT_POWER = 22;
  private static final double[] TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private final byte[] bytes;
  private final int end;
  private int at;

  private NumberScanner(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** The number, or null when the bytes are not one. */
  static Double parse(byte[] bytes, int from, int to) {
    int start = from;
    int stop = to;
    while (start < stop && isSpace(bytes[start])) {
      start++;
    }
    while (stop > start && isSpace(bytes[stop - 1])) {
      stop--;
    }
    if (start == stop) {
      return null;
    }
    boolean negative = bytes[start] == '-';
    if (negative || bytes[start] == '+') {
      start++;
    }
    Double value = new NumberScanner(bytes, start, stop).unsigned();
    return value == null || !negative ? value : Double.valueOf(-value);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  private Double unsigned() {
    if (at == end) {
      return null;
    }
    int c = bytes[at];
    if (c == '0' && at + 1 < end) {
      int base = bytes[at + 1] | 0x20;
      if (base == 'x') {
        at += 2;
        return hexadecimal();
      }
      if (base == 'b') {
        at += 2;
        return binary();
      }
    }
    return c > '9' ? special() : decimal();
  }

  private Double special() {
    String word = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
    if (word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity")) {
      return Double.POSITIVE_INFINITY;
    }
    return word.equalsIgnoreCase("nan") ? Double.valueOf(Double.NaN) : null;
  }

  /**
   * A decimal number. With few enough digits and a small power of ten both are exact doubles, and
   * one multiplication or division rounds correctly; other texts go to the Java library.
   */
  private Double decimal() {
    long digits = 0;
    int count = 0;
    int fraction = 0;
    boolean point = false;
    int i = at;
    for (; i < end; i++) {
      int c = bytes[i];
      if (isDigit(c)) {
        digits = count < MAX_DIGITS ? digits * 10 + c - '0' : digits;
        count++;
        fraction += point ? 1 : 0;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (count == 0 || !isExponent(i, 'e')) {
      return null;
    }
    int power = (i == end ? 0 : exponent(i + 1)) - fraction;
    if (count <= QUICK_DIGITS && power >= -MAX_EXACT_POWER && power <= MAX_EXACT_POWER) {
      return power < 0 ? digits / TENS[-power] : digits * TENS[power];
    }
    return Double.valueOf(new String(bytes, at, end - at, StandardCharsets.ISO_8859_1));
  }

  /** Whether there is nothing more, or an exponent mark, an optional sign and digits. */
  private boolean isExponent(int from, int mark) {
    int i = from;
    if (i == end) {
      return true;
    }
    if ((bytes[i] | 0x20) != mark) {
      return false;
    }
    i++;
    if (i < end && (bytes[i] == '+' || bytes[i] == '-')) {
      i++;
    }
    int first = i;
    while (i < end && isDigit(bytes[i])) {
      i++;
    }
    return i == end && i > first;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private Double binary() {
    if (at == end) {
      return null;
    }
    double value = 0;
    for (int i = at; i < end; i++) {
      if (bytes[i] != '0' && bytes[i] != '1') {
        return null;
      }
      value = value * 2 + (bytes[i] - '0');
    }
    return value;
  }

  private Double hexadecimal() {
    int i = at;
    long mantissa = 0;
    boolean fits = true;
    int count = 0;
    int fraction = -1;
    for (; i < end; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit >= 0) {
        fits &= mantissa >>> 49 == 0;
        mantissa = (mantissa << 4) | digit;
        count++;
      } else if (bytes[i] == '.' && fraction < 0) {
        fraction = count;
      } else {
        break;
      }
    }
    if (count == 0 || !isExponent(i, 'p')) {
      return null;
    }
    int exponent = i == end ? 0 : exponent(i + 1);
    int scale = fraction < 0 ? exponent : exponent - 4 * (count - fraction);
    return fits ? Double.valueOf(Math.scalb((double) mantissa, scale)) : exact(i, scale);
  }

  private int exponent(int from) {
    int i = from;
    boolean negative = bytes[i] == '-';
    if (negative || bytes[i] == '+') {
      i++;
    }
    int value = 0;
    for (; i < end; i++) {
      value = Math.min(value * 10 + bytes[i] - '0', 100_000);
    }
    return negative ? -value : value;
  }

  private Double exact(int to, int scale) {
    String digits = new String(bytes, at, to - at, StandardCharsets.ISO_8859_1).replace(".", "");
    BigInteger mantissa = new BigInteger(digits, 16);
    if (scale >= 0) {
      return mantissa.shiftLeft(Math.min(scale, 5000)).doubleValue();
    }
    return new BigDecimal(mantissa)
        .divide(new BigDecimal(BigInteger.ONE.shiftLeft(Math.min(-scale, 5000))))
        .doubleValue();
  }
}
