package io.perigee.core.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Work on bytes as ASCII or Latin-1 text. Case folding touches the letters A to Z only, as nginx's
 * does; no method depends on a locale.
 */
public final class Ascii {
  /** No bytes. */
  public static final byte[] EMPTY = new byte[0];

  /** The answer of the number readers for a text that is no number. */
  public static final long NOT_A_NUMBER = -1;

  private static final byte[] HEX_LOWER = latin1("0123456789abcdef");

  private Ascii() {}

  /** The bytes of a Latin-1 string: one char is one byte. */
  public static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Bytes as a Latin-1 string. */
  public static String string(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Some bytes as a Latin-1 string. */
  public static String string(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** A byte with A to Z made small. */
  public static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
  }

  /** A copy with A to Z made small; the same array when there is nothing to change. */
  public static byte[] lower(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
        byte[] result = bytes.clone();
        for (int k = i; k < result.length; k++) {
          result[k] = lower(result[k]);
        }
        return result;
      }
    }
    return bytes;
  }

  /** A string with A to Z made small. */
  public static String lower(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
        return string(lower(latin1(text)));
      }
    }
    return text;
  }

  /** A copy with a to z made capital. */
  public static byte[] upper(byte[] bytes) {
    byte[] result = bytes.clone();
    for (int i = 0; i < result.length; i++) {
      if (result[i] >= 'a' && result[i] <= 'z') {
        result[i] &= ~0x20;
      }
    }
    return result;
  }

  /** Whether two texts differ in the case of A to Z at most. */
  public static boolean equalsIgnoreCase(byte[] a, byte[] b) {
    return a.length == b.length && equalsIgnoreCase(a, 0, b, b.length);
  }

  /** Whether {@code length} bytes of {@code a} at {@code from} are {@code b}, whatever the case. */
  public static boolean equalsIgnoreCase(byte[] a, int from, byte[] b, int length) {
    if (from + length > a.length || length > b.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (a[from + i] != b[i] && lower(a[from + i]) != lower(b[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether bytes begin with a text. */
  public static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Whether bytes are this text. */
  public static boolean equals(byte[] bytes, String text) {
    if (bytes.length != text.length()) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((bytes[i] & 0xff) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Index of a byte at or after a place, or -1. */
  public static int indexOf(byte[] bytes, int b, int from) {
    return indexOf(bytes, b, from, bytes.length);
  }

  /** Index of a byte between two places, or -1. */
  public static int indexOf(byte[] bytes, int b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == (byte) b) {
        return i;
      }
    }
    return -1;
  }

  /** Index of a text in bytes at or after a place, or -1. */
  public static int indexOf(byte[] bytes, byte[] part, int from) {
    for (int i = from; i <= bytes.length - part.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    return -1;
  }

  /** Some bytes as an array of their own. */
  public static byte[] slice(byte[] bytes, int from, int to) {
    return from == to ? EMPTY : Arrays.copyOfRange(bytes, from, to);
  }

  /** Arrays one after the other. */
  public static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] result = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, result, at, part.length);
      at += part.length;
    }
    return result;
  }

  /** A number in decimal digits, with a sign only where it is negative. */
  public static byte[] decimal(long value) {
    if (value >= 0 && value < 10) {
      return new byte[] {(byte) ('0' + value)};
    }
    if (value == Long.MIN_VALUE) {
      return latin1(Long.toString(value));
    }
    long rest = Math.abs(value);
    byte[] result = new byte[digits(rest) + (value < 0 ? 1 : 0)];
    int at = result.length;
    do {
      result[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (value < 0) {
      result[0] = '-';
    }
    return result;
  }

  private static int digits(long value) {
    int count = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      count++;
    }
    return count;
  }

  /** A decimal number without a sign, or {@link #NOT_A_NUMBER} (nginx's {@code ngx_atoof}). */
  public static long parseDecimal(byte[] bytes) {
    return parseDecimal(bytes, 0, bytes.length);
  }

  /** A decimal number without a sign between two places, or {@link #NOT_A_NUMBER}. */
  public static long parseDecimal(byte[] bytes, int from, int to) {
    if (from >= to) {
      return NOT_A_NUMBER;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
        return NOT_A_NUMBER;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** A hexadecimal number between two places, or {@link #NOT_A_NUMBER}. */
  public static long parseHex(byte[] bytes, int from, int to) {
    if (from >= to) {
      return NOT_A_NUMBER;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = hexDigit(bytes[i]);
      if (digit < 0 || value > Long.MAX_VALUE >> 4) {
        return NOT_A_NUMBER;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** The value of a hexadecimal digit, or -1. */
  public static int hexDigit(int b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int letter = b | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  /** Each byte as two small hexadecimal digits. */
  public static byte[] hex(byte[] bytes) {
    byte[] result = new byte[bytes.length * 2];
    for (int i = 0; i < bytes.length; i++) {
      result[2 * i] = HEX_LOWER[bytes[i] >> 4 & 0xf];
      result[2 * i + 1] = HEX_LOWER[bytes[i] & 0xf];
    }
    return result;
  }

  /** A number in small hexadecimal digits without leading zeros. */
  public static byte[] hex(long value) {
    return latin1(Long.toHexString(value));
  }
}
