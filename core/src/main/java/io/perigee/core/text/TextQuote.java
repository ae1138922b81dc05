package io.perigee.core.text;

import java.io.ByteArrayOutputStream;

/** Quoting of text for other languages than MySQL's, as the set-misc module does it. */
public final class TextQuote {
  private TextQuote() {}

  /** A JSON string with its double quotes (RFC 8259 section 7). */
  public static byte[] json(byte[] text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 8);
    out.write('"');
    for (byte b : text) {
      jsonByte(out, b);
    }
    out.write('"');
    return out.toByteArray();
  }

  private static void jsonByte(ByteArrayOutputStream out, byte b) {
    int letter =
        switch (b) {
          case '\b' -> 'b';
          case '\f' -> 'f';
          case '\n' -> 'n';
          case '\r' -> 'r';
          case '\t' -> 't';
          case '"', '\\' -> b;
          default -> 0;
        };
    if (letter != 0) {
      out.write('\\');
      out.write(letter);
    } else if (b >= 0 && b < ' ') {
      out.writeBytes(Ascii.latin1("\\u00" + (b < 16 ? "0" : "") + Integer.toHexString(b)));
    } else {
      out.write(b);
    }
  }

  /**
   * A PostgreSQL string constant; bytes that need an escape make it one of the form {@code E''}.
   */
  public static byte[] postgres(byte[] text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 8);
    boolean escaped = false;
    for (byte b : text) {
      switch (b) {
        case '\'', '\\' -> {
          out.write('\\');
          out.write(b);
          escaped = true;
        }
        case '\n', '\r', '\t' -> {
          out.write('\\');
          out.write(b == '\n' ? 'n' : b == '\r' ? 'r' : 't');
          escaped = true;
        }
        case 0 -> escaped |= octal(out, b);
        default -> {
          if (b < 0) {
            escaped |= octal(out, b);
          } else {
            out.write(b);
          }
        }
      }
    }
    byte[] quote = {'\''};
    return Ascii.concat(Ascii.latin1(escaped ? "E'" : "'"), out.toByteArray(), quote);
  }

  private static boolean octal(ByteArrayOutputStream out, byte b) {
    int value = b & 0xff;
    out.write('\\');
    out.write('0' + (value >> 6));
    out.write('0' + (value >> 3 & 7));
    out.write('0' + (value & 7));
    return true;
  }
}
