package io.perigee.lua.pattern;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The digits of {@code %e %f %g} for finite numbers that are not negative. The result is that of
 * the exact binary value, ties rounded away from zero as LuaJIT does (C rounds them to even). For
 * up to 15 significant digits it comes from the shortest decimal text of the number, which rounds
 * to the same digits except on a tie; otherwise from the exact expansion.
 */
final class DecimalFloat {
  private static final int SHORTEST_IS_EXACT = 15;
  private static final double LARGEST_FAST = 1e15;
  private static final int MOST_FAST_PLACES = 9;
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
  private static final long[] LONG_POWERS = {
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
  };
  private static final double TIE_MARGIN = 0.01;

  private DecimalFloat() {}

  /** {@code %.Nf}. */
  static String fixed(double x, int places, boolean alwaysPoint) {
    String text = places <= MOST_FAST_PLACES ? fastFixed(x, places) : null;
    if (text == null) {
      text = new BigDecimal(x).setScale(places, RoundingMode.HALF_UP).toPlainString();
    }
    return places == 0 && alwaysPoint ? text + "." : text;
  }

  /** Scales in binary; gives null where the error of the product might decide the rounding. */
  private static String fastFixed(double x, int places) {
    double scaled = x * POWERS[places];
    if (!(scaled < LARGEST_FAST)) {
      return null;
    }
    long whole = (long) scaled;
    double rest = scaled - whole;
    double margin = scaled > 1e12 ? 0.4 : TIE_MARGIN;
    if (Math.abs(rest - 0.5) < margin) {
      return null;
    }
    if (rest > 0.5) {
      whole++;
    }
    if (places == 0) {
      return Long.toString(whole);
    }
    long unit = LONG_POWERS[places];
    String fraction = Long.toString(whole % unit);
    StringBuilder text = new StringBuilder(32).append(whole / unit).append('.');
    for (int i = fraction.length(); i < places; i++) {
      text.append('0');
    }
    return text.append(fraction).toString();
  }

  /** {@code %.Ne}. */
  static String exponential(double x, int places, boolean alwaysPoint) {
    Digits digits = Digits.of(x, places + 1);
    return exponential(digits.text, digits.exponent, alwaysPoint);
  }

  private static String exponential(String digits, int exponent, boolean alwaysPoint) {
    StringBuilder text = new StringBuilder(digits.length() + 8).append(digits.charAt(0));
    if (digits.length() > 1 || alwaysPoint) {
      text.append('.');
    }
    text.append(digits, 1, digits.length()).append('e').append(exponent < 0 ? '-' : '+');
    int magnitude = Math.abs(exponent);
    if (magnitude < 10) {
      text.append('0');
    }
    return text.append(magnitude).toString();
  }

  /** {@code %.Ng} for N >= 1. */
  static String general(double x, int significant, boolean keepZeros) {
    Digits digits = Digits.of(x, significant);
    String text = digits.text;
    int exponent = digits.exponent;
    if (!keepZeros) {
      int end = text.length();
      while (end > 1 && text.charAt(end - 1) == '0') {
        end--;
      }
      text = text.substring(0, end);
    }
    if (exponent < -4 || exponent >= significant) {
      return exponential(text, exponent, keepZeros);
    }
    return plain(text, exponent, keepZeros);
  }

  private static String plain(String digits, int exponent, boolean alwaysPoint) {
    if (exponent < 0) {
      return "0." + "0".repeat(-exponent - 1) + digits;
    }
    int whole = exponent + 1;
    if (digits.length() <= whole) {
      String zeros = "0".repeat(whole - digits.length());
      return digits + zeros + (alwaysPoint ? "." : "");
    }
    return digits.substring(0, whole) + "." + digits.substring(whole);
  }

  /** Exactly N significant digits of a number and the decimal exponent of the first of them. */
  private record Digits(String text, int exponent) {
    static Digits of(double x, int count) {
      if (x == 0) {
        return new Digits("0".repeat(count), 0);
      }
      if (count <= SHORTEST_IS_EXACT && x >= Double.MIN_NORMAL) {
        Digits quick = ofShortest(x, count);
        if (quick != null) {
          return quick;
        }
      }
      BigDecimal rounded = new BigDecimal(x).round(new MathContext(count, RoundingMode.HALF_UP));
      String text = rounded.unscaledValue().toString();
      int exponent = text.length() - 1 - rounded.scale();
      return new Digits(text + "0".repeat(Math.max(0, count - text.length())), exponent);
    }

    /** Digits from the shortest text; null on a tie, which only the exact value can decide. */
    private static Digits ofShortest(double x, int count) {
      String shortest = Double.toString(x);
      int mark = shortest.indexOf('E');
      int exponent = mark < 0 ? 0 : Integer.parseInt(shortest, mark + 1, shortest.length(), 10);
      int end = mark < 0 ? shortest.length() : mark;
      int point = shortest.indexOf('.');
      StringBuilder text = new StringBuilder(24).append(shortest, 0, point);
      text.append(shortest, point + 1, end);
      exponent += point - 1;
      int zeros = 0;
      while (text.charAt(zeros) == '0') {
        zeros++;
      }
      text.delete(0, zeros);
      return rounded(text, exponent - zeros, count);
    }

    private static Digits rounded(StringBuilder text, int exponent, int count) {
      int length = text.length();
      while (length > 1 && text.charAt(length - 1) == '0') {
        length--;
      }
      text.setLength(length);
      if (length <= count) {
        return new Digits(text.append("0".repeat(count - length)).toString(), exponent);
      }
      char next = text.charAt(count);
      if (next == '5' && length == count + 1) {
        return null;
      }
      text.setLength(count);
      if (next < '5') {
        return new Digits(text.toString(), exponent);
      }
      int i = count - 1;
      while (i >= 0 && text.charAt(i) == '9') {
        text.setCharAt(i--, '0');
      }
      if (i < 0) {
        return new Digits("1" + text.substring(0, count - 1), exponent + 1);
      }
      text.setCharAt(i, (char) (text.charAt(i) + 1));
      return new Digits(text.toString(), exponent);
    }
  }
}
