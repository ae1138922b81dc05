package io.perigee.core.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Base32 with the alphabet of RFC 4648 section 7 in small letters, as set-misc uses it. */
public final class Base32Text {
  private static final byte[] DIGITS = Ascii.latin1("0123456789abcdefghijklmnopqrstuv");

  private Base32Text() {}

  /** The text of bytes, filled up with {@code =} to a multiple of eight when wanted. */
  public static byte[] encode(byte[] bytes, boolean padding) {
    int digits = (bytes.length * 8 + 4) / 5;
    byte[] out = new byte[padding ? (digits + 7) / 8 * 8 : digits];
    Arrays.fill(out, (byte) '=');
    int bits = 0;
    int count = 0;
    int at = 0;
    for (byte b : bytes) {
      bits = (bits << 8) | (b & 0xff);
      count += 8;
      while (count >= 5) {
        count -= 5;
        out[at++] = DIGITS[(bits >> count) & 31];
      }
      bits &= (1 << count) - 1;
    }
    if (count > 0) {
      out[at] = DIGITS[(bits << (5 - count)) & 31];
    }
    return out;
  }

  /** The bytes of a text, or null when it has a foreign character. */
  public static byte @Nullable [] decode(byte[] text) {
    byte[] out = new byte[text.length * 5 / 8];
    int bits = 0;
    int count = 0;
    int at = 0;
    for (int i = 0; i < text.length && text[i] != '='; i++) {
      int value = Ascii.indexOf(DIGITS, Ascii.lower(text[i]), 0);
      if (value < 0) {
        return null;
      }
      bits = (bits << 5) | value;
      count += 5;
      if (count >= 8) {
        count -= 8;
        out[at++] = (byte) (bits >> count);
        bits &= (1 << count) - 1;
      }
    }
    return Arrays.copyOf(out, at);
  }
}
