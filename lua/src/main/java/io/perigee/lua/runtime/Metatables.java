package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Metamethod;
import io.perigee.lua.value.Userdata;

/** Finds the metatable and the metamethods of any value (Lua manual 2.8). */
public final class Metatables {
  private Metatables() {}

  /** The metatable of a value, nil when it has none. */
  public static LuaTable of(Object value) {
    if (value instanceof LuaTable t) {
      return t.metatable();
    }
    if (value instanceof Userdata u) {
      return u.metatable();
    }
    LuaState state = LuaState.current();
    return state == null ? null : state.metatable(value);
  }

  /** The handler of a value for an event, nil when it has none. */
  public static Object handler(Object value, Metamethod event) {
    LuaTable metatable = of(value);
    return metatable == null ? null : metatable.metamethod(event);
  }

  /** The handler of the first operand that has one. */
  public static Object handler(Object a, Object b, Metamethod event) {
    Object handler = handler(a, event);
    return handler == null ? handler(b, event) : handler;
  }
}
