package io.perigee.lua.runtime;

import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;

/**
 * The iterator that {@code ipairs} gives (Lua manual 5.1), raw as in LuaJIT. A class of its own, so
 * that the generic for can recognise it and count without calling it.
 */
public final class IpairsIterator extends JavaFunction {
  /** The function; it has no state. */
  public static final IpairsIterator INSTANCE = new IpairsIterator();

  private IpairsIterator() {
    super("ipairs_aux");
  }

  @Override
  public Object invoke() {
    throw LuaError.missing(1, "?", "table");
  }

  @Override
  public Object invoke(Object table) {
    throw LuaError.missing(2, "?", "number");
  }

  @Override
  public Object invoke(Object table, Object index) {
    return step(table, index);
  }

  @Override
  public Object invoke(Object table, Object index, Object ignored) {
    return step(table, index);
  }

  @Override
  public Object invoke(Object[] args) {
    if (args.length == 0) {
      throw LuaError.missing(1, "?", "table");
    }
    return step(args[0], args.length > 1 ? args[1] : null);
  }

  private static Object step(Object value, Object index) {
    if (!(value instanceof LuaTable table)) {
      throw LuaError.typeError(1, "?", "table", value);
    }
    Double before = Conversions.toNumber(index);
    if (before == null) {
      throw LuaError.typeError(2, "?", "number", index);
    }
    int next = (int) (double) before + 1;
    Object element = table.getInt(next);
    return element == null ? Results.EMPTY : Results.of(Double.valueOf(next), element);
  }
}
