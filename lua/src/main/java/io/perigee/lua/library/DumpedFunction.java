package io.perigee.lua.library;

import io.perigee.lua.LuaVm;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaTable;

/** The binary form of functions for {@code string.dump} and {@code load}. */
final class DumpedFunction {
  private DumpedFunction() {}

  /** The bytes of a function; null where it cannot be dumped. */
  static byte[] dump(LuaFunction function) {
    return null;
  }

  /** The function of dumped bytes. */
  static LuaFunction load(LuaVm vm, byte[] bytes, String name, LuaTable environment) {
    throw new LuaError(name + ": cannot load incompatible bytecode");
  }
}
