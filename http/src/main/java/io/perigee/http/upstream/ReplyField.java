package io.perigee.http.upstream;

import io.perigee.core.text.Ascii;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a peer's response that the server itself understands, and what becomes of each on
 * its way to the client (nginx's {@code ngx_http_upstream_headers_in} table).
 */
public enum ReplyField {
  CONTENT_TYPE(true),
  CONTENT_LENGTH(true),
  DATE(true),
  LAST_MODIFIED(true),
  ETAG(true),
  SERVER(true),
  LOCATION(true),
  REFRESH(true),
  SET_COOKIE(false),
  CONTENT_DISPOSITION(true),
  CACHE_CONTROL(false),
  EXPIRES(true),
  ACCEPT_RANGES(true),
  CONTENT_RANGE(true),
  CONNECTION(false),
  KEEP_ALIVE(false),
  VARY(false),
  WWW_AUTHENTICATE(false),
  LINK(false),
  X_ACCEL_EXPIRES(true),
  X_ACCEL_REDIRECT(true),
  X_ACCEL_LIMIT_RATE(true),
  X_ACCEL_BUFFERING(true),
  X_ACCEL_CHARSET(true),
  TRANSFER_ENCODING(true),
  CONTENT_ENCODING(false);

  private static final ReplyField[][] BY_LENGTH = byLength();

  @SuppressWarnings("ImmutableEnumChecker") // the array is never changed
  private final byte[] lowercaseName;

  private final boolean single;

  ReplyField(boolean single) {
    this.lowercaseName = Ascii.latin1(name().toLowerCase(Locale.ROOT).replace('_', '-'));
    this.single = single;
  }

  private static ReplyField[][] byLength() {
    ReplyField[][] table = new ReplyField[32][];
    for (int length = 0; length < table.length; length++) {
      int wanted = length;
      table[length] =
          java.util.Arrays.stream(values())
              .filter(field -> field.lowercaseName.length == wanted)
              .toArray(ReplyField[]::new);
    }
    return table;
  }

  /** Whether a response may have it once only; others are left out with a warning. */
  boolean isSingle() {
    return single;
  }

  /** The field of that name in any case, or null. */
  static @Nullable ReplyField find(byte[] name) {
    if (name.length >= BY_LENGTH.length) {
      return null;
    }
    for (ReplyField field : BY_LENGTH[name.length]) {
      if (Ascii.equalsIgnoreCase(name, 0, field.lowercaseName, name.length)) {
        return field;
      }
    }
    return null;
  }
}
