package io.perigee.http.variable;

import io.perigee.core.text.Ascii;
import io.perigee.http.request.Request;
import org.jspecify.annotations.Nullable;

/** The family {@code $arg_NAME}: the first argument of that name, in any case, as it was sent. */
final class ArgumentVariables {
  private ArgumentVariables() {}

  static byte @Nullable [] value(Request r, byte[] name) {
    byte[] args = r.args();
    int start = 0;
    while (start < args.length && name.length > 0) {
      int end = Ascii.indexOf(args, '&', start);
      int stop = end < 0 ? args.length : end;
      int equals = Ascii.indexOf(args, '=', start, stop);
      if (equals == start + name.length && Ascii.equalsIgnoreCase(args, start, name, name.length)) {
        return Ascii.slice(args, equals + 1, stop);
      }
      start = stop + 1;
    }
    return null;
  }
}
