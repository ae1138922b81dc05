package io.perigee.httplua.response;

import io.perigee.core.text.Ascii;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.value.Function2;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Tables of header fields as {@code get_headers} gives them: names in small letters, repeated
 * fields as arrays, and a metatable that finds a field also by other spellings of its name.
 */
public final class FieldTables {
  private static final int DEFAULT_LIMIT = 100;

  /**
   * How a table is made: how many fields at most, names as sent, fields of which the first counts.
   */
  public record Options(int limit, boolean raw, Set<String> single) {}

  private FieldTables() {}

  /** The limit that an argument gives: 100 by default, 0 for all. */
  public static int limit(@Nullable Object max) {
    Double number = Conversions.toNumber(max);
    if (number == null) {
      return DEFAULT_LIMIT;
    }
    return number <= 0 ? Integer.MAX_VALUE : (int) (double) number;
  }

  /** The table, and "truncated" as a second result where there were more fields than the limit. */
  public static Object of(
      int count, IntFunction<byte[]> names, IntFunction<byte[]> values, Options options) {
    LuaTable table = new LuaTable(0, Math.min(count, 32));
    int taken = Math.min(count, options.limit());
    for (int i = 0; i < taken; i++) {
      byte[] given = names.apply(i);
      LuaString name =
          LuaString.wrap(options.raw() ? given : Ascii.latin1(Ascii.lower(Ascii.string(given))));
      add(table, name, LuaString.wrap(values.apply(i)), options.single());
    }
    if (!options.raw()) {
      table.metatable(spellings());
    }
    return taken < count ? Results.of(table, LuaString.of("truncated")) : table;
  }

  private static void add(LuaTable table, LuaString name, LuaString value, Set<String> single) {
    Object known = table.get(name);
    if (known == null) {
      table.put(name, value);
    } else if (single.contains(Ascii.lower(name.toString()))) {
      return;
    } else if (known instanceof LuaTable list) {
      list.putInt(list.length() + 1, value);
    } else {
      table.put(name, LuaTable.ofArray(known, value));
    }
  }

  private static LuaTable spellings() {
    LuaTable metatable = new LuaTable(0, 1);
    Function2 read =
        (table, key) -> {
          if (!(key instanceof LuaString name)) {
            return null;
          }
          String usual = Ascii.lower(name.toString()).replace('_', '-');
          return usual.equals(name.toString()) ? null : ((LuaTable) table).get(LuaString.of(usual));
        };
    metatable.put("__index", JavaFunction.of("__index", read));
    return metatable;
  }
}
