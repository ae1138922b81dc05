package io.perigee.httpmodules.echo;

import io.perigee.core.text.Ascii;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** The bytes that {@code echo} and {@code echo_duplicate} write. */
final class EchoText {
  private static final byte[] NO_NEWLINE = Ascii.latin1("-n");
  private static final byte[] END_OF_OPTIONS = Ascii.latin1("--");

  private EchoText() {}

  /** Arguments with spaces between and a newline behind, or without one after the option -n. */
  static byte[] line(byte[][] args) {
    int first = 0;
    boolean newline = true;
    while (first < args.length) {
      byte[] arg = args[first];
      if (java.util.Arrays.equals(arg, NO_NEWLINE)) {
        newline = false;
      } else if (java.util.Arrays.equals(arg, END_OF_OPTIONS)) {
        first++;
        break;
      } else {
        break;
      }
      first++;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = first; i < args.length; i++) {
      if (i > first) {
        out.write(' ');
      }
      out.writeBytes(args[i]);
    }
    if (newline) {
      out.write('\n');
    }
    return out.toByteArray();
  }

  /** A text so many times, or null where the count is no number. */
  static byte @Nullable [] duplicate(byte[] countText, byte[] text) {
    long count = Ascii.parseDecimal(removeUnderscores(countText));
    if (count == Ascii.NOT_A_NUMBER || count * text.length > Integer.MAX_VALUE) {
      return null;
    }
    byte[] result = new byte[(int) count * text.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(text, 0, result, i * text.length, text.length);
    }
    return result;
  }

  private static byte[] removeUnderscores(byte[] text) {
    return Ascii.latin1(Ascii.string(text).replace("_", ""));
  }
}
