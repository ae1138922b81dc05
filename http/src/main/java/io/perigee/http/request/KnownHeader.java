package io.perigee.http.request;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The request headers that the server itself looks at (nginx's {@code ngx_http_headers_in}). */
public enum KnownHeader {
  HOST,
  CONNECTION,
  IF_MODIFIED_SINCE,
  IF_UNMODIFIED_SINCE,
  IF_MATCH,
  IF_NONE_MATCH,
  USER_AGENT,
  REFERER,
  CONTENT_LENGTH,
  CONTENT_RANGE,
  CONTENT_TYPE,
  RANGE,
  IF_RANGE,
  TRANSFER_ENCODING,
  TE,
  EXPECT,
  UPGRADE,
  ACCEPT_ENCODING,
  VIA,
  AUTHORIZATION,
  KEEP_ALIVE,
  X_FORWARDED_FOR,
  X_REAL_IP,
  ACCEPT,
  ACCEPT_LANGUAGE,
  DEPTH,
  DESTINATION,
  OVERWRITE,
  DATE,
  COOKIE;

  private static final KnownHeader[] ALL = values();
  private static final int SLOTS = 128;
  private static final @Nullable KnownHeader[] TABLE = table();

  @SuppressWarnings("ImmutableEnumChecker") // the array is never changed
  private final byte[] lowercaseName =
      name().toLowerCase(Locale.ROOT).replace('_', '-').getBytes(StandardCharsets.ISO_8859_1);

  private static @Nullable KnownHeader[] table() {
    @Nullable KnownHeader[] table = new KnownHeader[SLOTS];
    for (KnownHeader known : ALL) {
      int slot = hash(known.lowercaseName, 0, known.lowercaseName.length) & (SLOTS - 1);
      while (table[slot] != null) {
        slot = (slot + 1) & (SLOTS - 1);
      }
      table[slot] = known;
    }
    return table;
  }

  @SuppressWarnings("EnumOrdinal") // a place in an array that lives with the process
  int index() {
    return ordinal();
  }

  /** The name in lower case; shared, not to be changed. */
  public byte[] lowercaseName() {
    return lowercaseName;
  }

  /** nginx's hash of a header name: over the lower-case letters, by 31. */
  public static int hash(byte[] name, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + lower(name[i]);
    }
    return hash;
  }

  static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b | 0x20 : b & 0xff;
  }

  /** The header of that name in any case, or null. */
  public static @Nullable KnownHeader find(int hash, byte[] name, int start, int end) {
    int slot = hash & (SLOTS - 1);
    KnownHeader known = TABLE[slot];
    while (known != null) {
      if (sameName(known.lowercaseName, name, start, end)) {
        return known;
      }
      slot = (slot + 1) & (SLOTS - 1);
      known = TABLE[slot];
    }
    return null;
  }

  static boolean sameName(byte[] lowercase, byte[] name, int start, int end) {
    if (lowercase.length != end - start) {
      return false;
    }
    for (int i = 0; i < lowercase.length; i++) {
      if (lowercase[i] != (byte) lower(name[start + i])) {
        return false;
      }
    }
    return true;
  }
}
