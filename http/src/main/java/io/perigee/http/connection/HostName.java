package io.perigee.http.connection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Checks a host name as clients send it (nginx's {@code ngx_http_validate_host}). */
final class HostName {
  private HostName() {}

  /** The name in lower case, without port and last dot; null for one that is refused. */
  static byte @Nullable [] validate(byte[] from, int start, int end) {
    int dot = end;
    int hostEnd = end;
    boolean literal = false;
    boolean rest = false;
    for (int i = start; i < end; i++) {
      byte ch = from[i];
      if (ch == '.') {
        if (dot == i - 1) {
          return null;
        }
        dot = i;
      } else if (ch == ':') {
        if (!literal && !rest) {
          hostEnd = i;
          rest = true;
        }
      } else if (ch == '[' && i == start) {
        literal = true;
      } else if (ch == ']' && literal) {
        hostEnd = i + 1;
        literal = false;
        rest = true;
      } else if (ch == '/' || (ch >= 0 && ch <= ' ') || ch == 0x7f) {
        return null;
      }
    }
    if (dot == hostEnd - 1) {
      hostEnd--;
    }
    if (hostEnd <= start) {
      return null;
    }
    byte[] host = Arrays.copyOfRange(from, start, hostEnd);
    for (int i = 0; i < host.length; i++) {
      if (host[i] >= 'A' && host[i] <= 'Z') {
        host[i] |= 0x20;
      }
    }
    return host;
  }
}
