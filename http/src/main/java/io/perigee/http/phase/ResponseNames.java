package io.perigee.http.phase;

import java.nio.charset.StandardCharsets;

/** Names of response header fields that the phases set or clear. */
public final class ResponseNames {
  /** Location. */
  public static final byte[] LOCATION = latin1("Location");

  /** WWW-Authenticate. */
  public static final byte[] WWW_AUTHENTICATE = latin1("WWW-Authenticate");

  /** Accept-Ranges. */
  public static final byte[] ACCEPT_RANGES = latin1("Accept-Ranges");

  /** ETag. */
  public static final byte[] ETAG = latin1("ETag");

  private ResponseNames() {}

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
