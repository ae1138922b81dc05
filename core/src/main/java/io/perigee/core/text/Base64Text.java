package io.perigee.core.text;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Base64 of bytes (RFC 4648 sections 4 and 5), decoded with nginx's tolerance: padding may be
 * missing and everything from the first {@code =} is left out.
 */
public final class Base64Text {
  private static final byte[] STANDARD = reverse("+/");
  private static final byte[] URL_SAFE = reverse("-_");
  private static final byte BAD = -1;

  private Base64Text() {}

  private static byte[] reverse(String lastTwo) {
    byte[] values = new byte[256];
    Arrays.fill(values, BAD);
    String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + lastTwo;
    for (int i = 0; i < digits.length(); i++) {
      values[digits.charAt(i)] = (byte) i;
    }
    return values;
  }

  /** The text of bytes, with {@code =} at the end where the form asks for it. */
  public static byte[] encode(byte[] bytes, boolean padding) {
    return (padding ? Base64.getEncoder() : Base64.getEncoder().withoutPadding()).encode(bytes);
  }

  /** The URL-safe text of bytes, without padding. */
  public static byte[] encodeUrl(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encode(bytes);
  }

  /** The bytes of a text, or null when it has a foreign character or a length that cannot be. */
  public static byte @Nullable [] decode(byte[] text) {
    return decode(text, STANDARD, false);
  }

  /** The bytes of a URL-safe text, or null. */
  public static byte @Nullable [] decodeUrl(byte[] text) {
    return decode(text, URL_SAFE, false);
  }

  /** The bytes of a text in which foreign characters are skipped, as in MIME; or null. */
  public static byte @Nullable [] decodeMime(byte[] text) {
    return decode(text, STANDARD, true);
  }

  private static byte @Nullable [] decode(byte[] text, byte[] values, boolean skip) {
    byte[] out = new byte[text.length * 3 / 4 + 3];
    int size = 0;
    int bits = 0;
    int digits = 0;
    for (int i = 0; i < text.length && text[i] != '='; i++) {
      byte value = values[text[i] & 0xff];
      if (value == BAD) {
        if (skip) {
          continue;
        }
        return null;
      }
      bits = bits << 6 | value;
      digits++;
      if (digits % 4 != 1) {
        out[size++] = (byte) (bits >> (6 - (digits - 1) % 4 * 2));
      }
    }
    return digits % 4 == 1 ? null : Arrays.copyOf(out, size);
  }
}
