package io.perigee.httpmodules.log;

import io.perigee.core.text.Ascii;
import java.io.ByteArrayOutputStream;

/** How values are made safe in a line of the access log: the {@code escape=} of log_format. */
@SuppressWarnings("ImmutableEnumChecker") // bytes that nobody changes
enum LogEscape {
  /** Quotes, backslashes, controls and bytes from 127 become {@code \xXX}; missing is a dash. */
  DEFAULT("-") {
    @Override
    boolean plain(byte b) {
      return b >= ' ' && b < 127 && b != '"' && b != '\\';
    }

    @Override
    void write(ByteArrayOutputStream out, byte b) {
      out.write('\\');
      out.write('x');
      hex(out, b);
    }
  },
  /** What JSON strings need (RFC 8259 section 7); missing is nothing. */
  JSON("") {
    @Override
    boolean plain(byte b) {
      return (b & 0xff) >= ' ' && b != '"' && b != '\\';
    }

    @Override
    void write(ByteArrayOutputStream out, byte b) {
      out.write('\\');
      switch (b) {
        case '"', '\\' -> out.write(b);
        case '\b' -> out.write('b');
        case '\f' -> out.write('f');
        case '\n' -> out.write('n');
        case '\r' -> out.write('r');
        case '\t' -> out.write('t');
        default -> {
          out.writeBytes(JSON_CONTROL);
          hex(out, b);
        }
      }
    }
  },
  /** As they are. */
  NONE("") {
    @Override
    boolean plain(byte b) {
      return true;
    }

    @Override
    void write(ByteArrayOutputStream out, byte b) {
      out.write(b);
    }
  };

  private static final byte[] JSON_CONTROL = Ascii.latin1("u00");
  private static final byte[] DIGITS = Ascii.latin1("0123456789ABCDEF");

  private final byte[] missing;

  LogEscape(String missing) {
    this.missing = Ascii.latin1(missing);
  }

  abstract boolean plain(byte b);

  abstract void write(ByteArrayOutputStream out, byte b);

  /** What stands for a value that is not found. */
  byte[] missing() {
    return missing;
  }

  /** Appends a value. */
  void append(ByteArrayOutputStream out, byte[] value) {
    int start = 0;
    for (int i = 0; i < value.length; i++) {
      if (!plain(value[i])) {
        out.write(value, start, i - start);
        write(out, value[i]);
        start = i + 1;
      }
    }
    out.write(value, start, value.length - start);
  }

  private static void hex(ByteArrayOutputStream out, byte b) {
    out.write(DIGITS[b >> 4 & 0xf]);
    out.write(DIGITS[b & 0xf]);
  }
}
