package io.perigee.lua.runtime;

import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;

/**
 * The function {@code next} (Lua manual 5.1). A class of its own, so that the generic for can
 * recognise it and step through the table without calling it.
 */
public final class NextFunction extends JavaFunction {
  /** The function; it has no state. */
  public static final NextFunction INSTANCE = new NextFunction();

  private NextFunction() {
    super("next");
  }

  @Override
  public Object invoke() {
    throw LuaError.missing(1, null, "table");
  }

  @Override
  public Object invoke(Object table) {
    return step(table, null);
  }

  @Override
  public Object invoke(Object table, Object key) {
    return step(table, key);
  }

  @Override
  public Object invoke(Object table, Object key, Object ignored) {
    return step(table, key);
  }

  @Override
  public Object invoke(Object[] args) {
    if (args.length == 0) {
      throw LuaError.missing(1, null, "table");
    }
    return step(args[0], args.length > 1 ? args[1] : null);
  }

  private static Object step(Object value, Object key) {
    if (!(value instanceof LuaTable table)) {
      throw LuaError.typeError(1, null, "table", value);
    }
    int cursor = table.advance(table.nextIndex(key));
    return cursor < 0 ? null : Results.of(table.keyAt(cursor), table.valueAt(cursor));
  }
}
