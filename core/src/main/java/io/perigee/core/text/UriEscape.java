package io.perigee.core.text;

import java.util.Arrays;

/**
 * Escaping of bytes for URIs, with the sets of characters of nginx's {@code ngx_escape_uri}, and
 * the way back, {@code ngx_unescape_uri}.
 */
public enum UriEscape {
  /** A path: controls, space, {@code " # % < > ? \ ^ ` { | }} and bytes from 127. */
  URI("\"#%<>?\\^`{|}"),
  /** Arguments as a whole: controls, space, {@code " # % & + < > ? \ ^ ` { | }} and from 127. */
  ARGS("\"#%&+<>?\\^`{|}"),
  /** One component: all but letters, digits and {@code - . _ ~}. */
  URI_COMPONENT("!\"#$%&'()*+,/:;<=>?@[\\]^`{|}"),
  /** Text inside HTML links: controls, space, {@code " # % ' < >} and from 127. */
  HTML("\"#%'<>"),
  /** What a header such as Refresh allows: controls, space, {@code " % '} and from 127. */
  REFRESH("\"%'"),
  /** A memcached key: controls, space, {@code %}; bytes from 128 stay. */
  MEMCACHED("%"),
  /** Arguments for mail authentication. */
  MAIL_AUTH("!\"#$%&'()*+,/:;<=>?@[\\]^`{|}"),
  /** What {@code ngx.escape_uri} does to a path: controls, space, {@code # % ?} and from 127. */
  LUA_URI("#%?"),
  /** What {@code ngx.escape_uri} does to a component: stays {@code - . _ ~ ! ' ( ) *}. */
  LUA_COMPONENT("\"#$%&+,/:;<=>?@[\\]^`{|}");

  private static final byte[] DIGITS = Ascii.latin1("0123456789ABCDEF");

  @SuppressWarnings("ImmutableEnumChecker") // filled by the constructor and never again
  private final boolean[] escaped = new boolean[256];

  UriEscape(String characters) {
    Arrays.fill(escaped, 0, ' ' + 1, true);
    for (int i = 0; i < characters.length(); i++) {
      escaped[characters.charAt(i)] = true;
    }
    escaped[127] = true;
    if (!name().equals("MEMCACHED")) {
      Arrays.fill(escaped, 128, 256, true);
    } else {
      escaped[127] = false;
    }
  }

  /** Whether a byte is written as {@code %XX}. */
  public boolean escapes(byte b) {
    return escaped[b & 0xff];
  }

  /** The escaped text; the same array when there is nothing to escape. */
  public byte[] escape(byte[] bytes) {
    int more = 0;
    for (byte b : bytes) {
      if (escaped[b & 0xff]) {
        more++;
      }
    }
    if (more == 0) {
      return bytes;
    }
    byte[] result = new byte[bytes.length + 2 * more];
    int at = 0;
    for (byte b : bytes) {
      if (escaped[b & 0xff]) {
        result[at++] = '%';
        result[at++] = DIGITS[b >> 4 & 0xf];
        result[at++] = DIGITS[b & 0xf];
      } else {
        result[at++] = b;
      }
    }
    return result;
  }

  /** The text with each {@code %XX} as its byte; a broken escape stays as it is. */
  public static byte[] unescape(byte[] bytes) {
    if (Ascii.indexOf(bytes, '%', 0) < 0) {
      return bytes;
    }
    byte[] result = new byte[bytes.length];
    int at = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%' && i + 2 < bytes.length) {
        int high = Ascii.hexDigit(bytes[i + 1]);
        int low = Ascii.hexDigit(bytes[i + 2]);
        if (high >= 0 && low >= 0) {
          result[at++] = (byte) (high << 4 | low);
          i += 2;
          continue;
        }
      }
      result[at++] = bytes[i];
    }
    return Arrays.copyOf(result, at);
  }
}
