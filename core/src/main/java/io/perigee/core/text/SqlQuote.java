package io.perigee.core.text;

import java.io.ByteArrayOutputStream;

/**
 * Quoting of text for MySQL statements, as ngx_lua's and set-misc's {@code quote_sql_str} do it.
 */
public final class SqlQuote {
  private SqlQuote() {}

  /** The text between single quotes, with a backslash before what would end or confuse it. */
  public static byte[] quote(byte[] text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 8);
    out.write('\'');
    for (byte b : text) {
      int escape = escape(b);
      if (escape != 0) {
        out.write('\\');
        out.write(escape);
      } else {
        out.write(b);
      }
    }
    out.write('\'');
    return out.toByteArray();
  }

  private static int escape(byte b) {
    return switch (b) {
      case 0 -> '0';
      case '\b' -> 'b';
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      case 26 -> 'Z';
      case '\\', '\'', '"' -> b;
      default -> 0;
    };
  }
}
