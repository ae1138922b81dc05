package io.perigee.http.request;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The request methods that nginx knows, as its bits. */
public final class Methods {
  /** A method that nginx has no bit for. */
  public static final int UNKNOWN = 0x0001;

  /** GET. */
  public static final int GET = 0x0002;

  /** HEAD. */
  public static final int HEAD = 0x0004;

  /** POST. */
  public static final int POST = 0x0008;

  /** PUT. */
  public static final int PUT = 0x0010;

  /** DELETE. */
  public static final int DELETE = 0x0020;

  /** MKCOL. */
  public static final int MKCOL = 0x0040;

  /** COPY. */
  public static final int COPY = 0x0080;

  /** MOVE. */
  public static final int MOVE = 0x0100;

  /** OPTIONS. */
  public static final int OPTIONS = 0x0200;

  /** PROPFIND. */
  public static final int PROPFIND = 0x0400;

  /** PROPPATCH. */
  public static final int PROPPATCH = 0x0800;

  /** LOCK. */
  public static final int LOCK = 0x1000;

  /** UNLOCK. */
  public static final int UNLOCK = 0x2000;

  /** PATCH. */
  public static final int PATCH = 0x4000;

  /** TRACE. */
  public static final int TRACE = 0x8000;

  /** CONNECT. */
  public static final int CONNECT = 0x10000;

  private static final String[] NAMES = {
    "UNKNOWN",
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "MKCOL",
    "COPY",
    "MOVE",
    "OPTIONS",
    "PROPFIND",
    "PROPPATCH",
    "LOCK",
    "UNLOCK",
    "PATCH",
    "TRACE",
    "CONNECT"
  };
  private static final byte[][] BYTES = bytes();

  private Methods() {}

  private static byte[][] bytes() {
    byte[][] all = new byte[NAMES.length][];
    for (int i = 0; i < all.length; i++) {
      all[i] = NAMES[i].getBytes(StandardCharsets.ISO_8859_1);
    }
    return all;
  }

  /** The bit of a method name in a range of bytes, {@link #UNKNOWN} if nginx has none. */
  public static int bit(byte[] from, int start, int end) {
    int length = end - start;
    for (int i = 1; i < BYTES.length; i++) {
      byte[] name = BYTES[i];
      if (name.length == length && Arrays.equals(name, 0, length, from, start, end)) {
        return 1 << i;
      }
    }
    return UNKNOWN;
  }

  /** The name of a method bit; shared, not to be changed. */
  public static byte[] name(int bit) {
    return BYTES[Integer.numberOfTrailingZeros(bit)];
  }
}
