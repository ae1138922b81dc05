package io.perigee.httplua.response;

import io.perigee.core.text.Ascii;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.ngx.text.ByteSink;
import io.perigee.ngx.text.ValueText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names and values of header fields as Lua code gives them: made safe, so that no control character
 * can end the field or the line.
 */
public final class HeaderText {
  private static final byte[] DIGITS = Ascii.latin1("0123456789ABCDEF");

  private HeaderText() {}

  /** A name with characters that may not stand in one as %XX; underscores may become hyphens. */
  public static byte[] name(byte[] given, boolean transformUnderscores) {
    byte[] name = given;
    if (transformUnderscores && Ascii.indexOf(given, '_', 0) >= 0) {
      name = given.clone();
      for (int i = 0; i < name.length; i++) {
        if (name[i] == '_') {
          name[i] = '-';
        }
      }
    }
    return escaped(name, true);
  }

  /** A value with control characters as %XX. */
  public static byte[] value(byte[] given) {
    return escaped(given, false);
  }

  private static byte[] escaped(byte[] text, boolean isName) {
    int first = 0;
    while (first < text.length && !needsEscape(text[first], isName)) {
      first++;
    }
    if (first == text.length) {
      return text;
    }
    ByteSink sink = new ByteSink(text.length + 8);
    for (byte b : text) {
      if (needsEscape(b, isName)) {
        sink.add('%');
        sink.add(DIGITS[b >> 4 & 0xf]);
        sink.add(DIGITS[b & 0xf]);
      } else {
        sink.add(b);
      }
    }
    return sink.toBytes();
  }

  private static boolean needsEscape(byte b, boolean isName) {
    int c = b & 0xff;
    if (!isName) {
      return (c < 32 && c != '\t') || c == 127;
    }
    return c <= 32 || c >= 127 || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0;
  }

  /** The text of a scalar value, or null for what cannot be one. */
  public static byte @Nullable [] scalar(@Nullable Object value) {
    if (value instanceof LuaString string) {
      return string.bytes();
    }
    if (value instanceof Double) {
      return Conversions.toLuaString(value).bytes();
    }
    return null;
  }

  /** The values of an array table, in order. */
  public static List<byte[]> list(LuaTable table) {
    List<byte[]> values = new ArrayList<>();
    int length = ValueText.arrayLength(table);
    for (int i = 1; i <= Math.max(length, table.length()); i++) {
      Object element = table.getInt(i);
      if (element == null) {
        break;
      }
      values.add(value(text(element)));
    }
    return values;
  }

  /** The text of any value, as {@code tostring} gives it. */
  public static byte[] text(@Nullable Object value) {
    Object text = Conversions.tostring(value);
    if (text instanceof LuaString string) {
      return string.bytes();
    }
    throw LuaError.at(1, "'tostring' must return a string");
  }
}
