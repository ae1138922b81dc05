package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Metamethod;

/** The operator {@code #} (Lua manual 2.5.5); tables do not honour {@code __len}, as in Lua 5.1. */
public final class Length {
  private Length() {}

  /** The length of a string or table, or what {@code __len} of another value says. */
  public static Object length(Object value) {
    if (value instanceof LuaTable t) {
      return (double) t.length();
    }
    if (value instanceof LuaString s) {
      return (double) s.length();
    }
    Object handler = Metatables.handler(value, Metamethod.LEN);
    if (handler == null) {
      throw OperandErrors.length(value);
    }
    LuaState.look();
    return Calls.first(handler, value);
  }
}
