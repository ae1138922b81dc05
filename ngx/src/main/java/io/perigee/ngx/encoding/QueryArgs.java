package io.perigee.ngx.encoding;

import io.perigee.core.text.Ascii;
import io.perigee.core.text.UriEscape;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.ngx.text.ByteSink;
import org.jspecify.annotations.Nullable;

/**
 * Query arguments between text and Lua tables: what {@code ngx.encode_args}, {@code
 * ngx.decode_args}, {@code ngx.req.get_uri_args} and {@code get_post_args} share.
 */
public final class QueryArgs {
  /** How many arguments are read when the caller names no limit. */
  public static final int DEFAULT_LIMIT = 100;

  private QueryArgs() {}

  /**
   * Reads arguments into a table: names without {@code =} are true, repeated ones become arrays,
   * empty names are dropped.
   *
   * @param limit how many are read at most, 0 for all
   * @return whether the limit cut the text
   */
  public static boolean decode(byte[] text, int limit, LuaTable into) {
    int count = 0;
    int start = 0;
    int equals = -1;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '=' && equals < 0) {
        equals = i;
      } else if (text[i] == '&') {
        pair(text, start, equals, i, into);
        start = i + 1;
        equals = -1;
        if (limit > 0 && ++count == limit) {
          return true;
        }
      }
    }
    if (start < text.length) {
      pair(text, start, equals, text.length, into);
    }
    return false;
  }

  private static void pair(byte[] text, int start, int equals, int end, LuaTable into) {
    LuaString name = plain(text, start, equals < 0 ? end : equals);
    if (name.length() == 0) {
      return;
    }
    Object value = equals < 0 ? (Object) true : plain(text, equals + 1, end);
    Object old = into.get(name);
    if (old == null) {
      into.put(name, value);
    } else if (old instanceof LuaTable list) {
      list.putInt(list.length() + 1, value);
    } else {
      into.put(name, LuaTable.ofArray(old, value));
    }
  }

  /** A piece of text with its escapes resolved and {@code +} as a space. */
  private static LuaString plain(byte[] text, int from, int to) {
    boolean simple = true;
    for (int i = from; i < to && simple; i++) {
      simple = text[i] != '%' && text[i] != '+';
    }
    if (simple) {
      return LuaString.wrap(text, from, to - from);
    }
    return LuaString.wrap(unescape(Ascii.slice(text, from, to)));
  }

  /** The text with {@code +} as a space and each {@code %XX} as its byte. */
  public static byte[] unescape(byte[] text) {
    int plus = Ascii.indexOf(text, '+', 0);
    if (plus < 0) {
      return UriEscape.unescape(text);
    }
    byte[] spaced = text.clone();
    for (int i = plus; i < spaced.length; i++) {
      if (spaced[i] == '+') {
        spaced[i] = ' ';
      }
    }
    return UriEscape.unescape(spaced);
  }

  /** The arguments of a table as text, in the table's order. */
  public static byte[] encode(LuaTable table) {
    ByteSink out = new ByteSink(64);
    for (int at = table.advance(0); at >= 0; at = table.advance(at + 1)) {
      if (!(table.keyAt(at) instanceof LuaString name)) {
        throw LuaError.at(1, "attempt to use a non-string key in the \"args\" option table");
      }
      byte[] key = UriEscape.LUA_COMPONENT.escape(name.bytes());
      Object value = table.valueAt(at);
      if (value instanceof LuaTable list) {
        for (int i = 1; i <= list.length(); i++) {
          append(out, key, list.getInt(i));
        }
      } else {
        append(out, key, value);
      }
    }
    return out.toBytes();
  }

  private static void append(ByteSink out, byte[] key, @Nullable Object value) {
    if (Boolean.FALSE.equals(value)) {
      return;
    }
    LuaString text = Conversions.toLuaString(value);
    if (text == null && !Boolean.TRUE.equals(value)) {
      throw LuaError.at(1, "attempt to use " + Conversions.typeName(value) + " as query arg value");
    }
    if (out.size() > 0) {
      out.add('&');
    }
    out.add(key);
    if (text != null) {
      out.add('=');
      out.add(UriEscape.LUA_COMPONENT.escape(text.bytes()));
    }
  }
}
