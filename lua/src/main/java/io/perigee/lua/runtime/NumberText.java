package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaString;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as text: writes them as {@code %.14g} with ties away from zero, as LuaJIT does, and reads
 * them by LuaJIT's rules. Digits go straight into byte arrays; the methods that tell a length and
 * write into an array serve concatenation.
 */
public final class NumberText {
  /** The most bytes that one number takes. */
  public static final int MAX_LENGTH = 24;

  private static final int PRECISION = 14;
  private static final double INTEGER_LIMIT = 1e14;
  private static final int SMALL = 256;
  private static final LuaString[] SMALL_INTEGERS = smallIntegers();
  private static final long[] TENS = tens();
  private static final double[] EXACT_TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private NumberText() {}

  private static LuaString[] smallIntegers() {
    LuaString[] all = new LuaString[SMALL];
    for (int i = 0; i < SMALL; i++) {
      all[i] = LuaString.of(Integer.toString(i));
    }
    return all;
  }

  private static long[] tens() {
    long[] all = new long[19];
    all[0] = 1;
    for (int i = 1; i < all.length; i++) {
      all[i] = all[i - 1] * 10;
    }
    return all;
  }

  /** The text of a number as {@code tostring} gives it. */
  public static LuaString format(double value) {
    int i = (int) value;
    if (i == value && i >= 0 && i < SMALL && (i != 0 || 1 / value > 0)) {
      return SMALL_INTEGERS[i];
    }
    byte[] buffer = new byte[MAX_LENGTH];
    return LuaString.wrap(buffer, 0, write(value, buffer, 0));
  }

  /** Writes the text of a number and answers the index behind it. */
  public static int write(double value, byte[] out, int at) {
    long n = (long) value;
    if (n == value && Math.abs(value) < INTEGER_LIMIT && (n != 0 || 1 / value > 0)) {
      return writeInteger(n, out, at);
    }
    return writeReal(value, out, at);
  }

  /** Enough bytes for {@link #write}; for whole numbers exactly what it fills. */
  static int room(double value) {
    long n = (long) value;
    if (n == value && Math.abs(value) < INTEGER_LIMIT && (n != 0 || 1 / value > 0)) {
      return digits(Math.abs(n)) + (n < 0 ? 1 : 0);
    }
    return MAX_LENGTH;
  }

  private static int digits(long n) {
    int count = 1;
    while (count < TENS.length && n >= TENS[count]) {
      count++;
    }
    return count;
  }

  private static int writeInteger(long value, byte[] out, int at) {
    int i = at;
    long n = value;
    if (n < 0) {
      out[i++] = '-';
      n = -n;
    }
    int end = i + digits(n);
    int j = end;
    while (n >= Integer.MAX_VALUE) {
      long q = n / 10;
      out[--j] = (byte) ('0' + (n - q * 10));
      n = q;
    }
    int m = (int) n;
    do {
      int q = m / 10;
      out[--j] = (byte) ('0' + (m - q * 10));
      m = q;
    } while (m > 0);
    return end;
  }

  private static int writeReal(double value, byte[] out, int at) {
    if (Double.isNaN(value)) {
      return put(out, at, "nan");
    }
    int i = at;
    if (value < 0 || (value == 0 && 1 / value < 0)) {
      out[i++] = '-';
    }
    double positive = Math.abs(value);
    if (positive == 0) {
      out[i++] = '0';
      return i;
    }
    if (Double.isInfinite(positive)) {
      return put(out, i, "inf");
    }
    return writeDecimal(positive, out, i);
  }

  /** Finds the 14 significant digits and the exponent of the first, then lays them out. */
  private static int writeDecimal(double value, byte[] out, int at) {
    if (value >= 1e-3 && value < 1e7) {
      int end = writeShort(value, out, at);
      if (end > 0) {
        return end;
      }
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(PRECISION, RoundingMode.HALF_UP));
    long digits = rounded.unscaledValue().longValueExact();
    int count = digits(digits);
    int exponent = count - 1 - rounded.scale();
    return layOut(digits, count, exponent, out, at);
  }

  /**
   * The quick way for everyday decimals such as 0.25 or 123.45: scale by a power of ten to at most
   * 14 digits; when the scaled value is a whole number after rounding and dividing it back gives
   * the very same double, its digits are the correctly rounded ones, followed by zeros.
   */
  private static int writeShort(double value, byte[] out, int at) {
    for (int scale = 1; scale <= 8; scale++) {
      double tens = EXACT_TENS[scale];
      long scaled = Math.round(value * tens);
      if (scaled / tens == value && scaled < TENS[PRECISION] && scaled > 0) {
        int count = digits(scaled);
        return layOut(scaled, count, count - 1 - scale, out, at);
      }
    }
    return -1;
  }

  /** Lays out digits (no point) with the decimal exponent of the first digit, as %g does. */
  private static int layOut(long allDigits, int allCount, int exponent, byte[] out, int at) {
    long digits = allDigits;
    int count = allCount;
    while (count > 1 && digits % 10 == 0) {
      digits /= 10;
      count--;
    }
    if (exponent < -4 || exponent >= PRECISION) {
      return scientific(digits, count, exponent, out, at);
    }
    int i = at;
    if (exponent < 0) {
      out[i++] = '0';
      out[i++] = '.';
      for (int z = -1; z > exponent; z--) {
        out[i++] = '0';
      }
      return writeInteger(digits, out, i);
    }
    if (count <= exponent + 1) {
      i = writeInteger(digits, out, i);
      for (int z = count; z <= exponent; z++) {
        out[i++] = '0';
      }
      return i;
    }
    int end = writeInteger(digits, out, i);
    int point = i + exponent + 1;
    System.arraycopy(out, point, out, point + 1, end - point);
    out[point] = '.';
    return end + 1;
  }

  private static int scientific(long digits, int count, int exponent, byte[] out, int at) {
    int end = writeInteger(digits, out, at);
    if (count > 1) {
      System.arraycopy(out, at + 1, out, at + 2, end - at - 1);
      out[at + 1] = '.';
      end++;
    }
    out[end++] = 'e';
    out[end++] = (byte) (exponent < 0 ? '-' : '+');
    int e = Math.abs(exponent);
    if (e < 10) {
      out[end++] = '0';
    }
    return writeInteger(e, out, end);
  }

  private static int put(byte[] out, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      out[at + i] = (byte) text.charAt(i);
    }
    return at + text.length();
  }

  /** The number that a text denotes, with white space around it allowed; null when none. */
  public static Double parse(LuaString text) {
    return NumberScanner.parse(text.bytes(), 0, text.length());
  }

  /** The number that bytes of a source text denote, for the lexer; null when none. */
  public static Double parse(byte[] bytes, int from, int to) {
    return NumberScanner.parse(bytes, from, to);
  }
}
