package io.perigee.httpmodules.memcached;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.request.Request;
import org.jspecify.annotations.Nullable;

/**
 * The line before a value: {@code VALUE key flags length}.
 *
 * @param flags what was stored with the value
 * @param length bytes of the value
 */
record ValueLine(long flags, long length) {
  private static final byte[] VALUE = Ascii.latin1("VALUE ");

  /** Whether a line is of this kind. */
  static boolean isOne(byte[] line) {
    return Ascii.startsWith(line, VALUE);
  }

  /** Reads a line about a key; null for one that is not valid, which is logged. */
  static @Nullable ValueLine parse(Request r, byte[] line, byte[] key) {
    int at = VALUE.length;
    int keyEnd = at + key.length;
    if (keyEnd >= line.length
        || line[keyEnd] != ' '
        || !java.util.Arrays.equals(line, at, keyEnd, key, 0, key.length)) {
      return refused(r, "key", line, key);
    }
    int flagsEnd = Ascii.indexOf(line, ' ', keyEnd + 1);
    if (flagsEnd < 0) {
      return refused(r, "flags", line, key);
    }
    long flags = Ascii.parseDecimal(line, keyEnd + 1, flagsEnd);
    if (flags < 0) {
      return refused(r, "flags", line, key);
    }
    int lengthEnd = Ascii.indexOf(line, ' ', flagsEnd + 1);
    long length = Ascii.parseDecimal(line, flagsEnd + 1, lengthEnd < 0 ? line.length : lengthEnd);
    return length < 0 ? refused(r, "length", line, key) : new ValueLine(flags, length);
  }

  private static @Nullable ValueLine refused(Request r, String what, byte[] line, byte[] key) {
    r.log(
        Level.ERROR,
        "memcached sent invalid "
            + what
            + " in response \""
            + Ascii.string(line)
            + "\" for key \""
            + Ascii.string(key)
            + "\"");
    return null;
  }
}
