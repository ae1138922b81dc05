package io.perigee.ngx.thread;

import io.perigee.lua.LuaVm;
import io.perigee.lua.compile.CompiledFunction;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;

/**
 * The globals of {@code lua_isolate_globals on}. A run of a handler gets a table whose {@code _G}
 * is itself and whose metatable's {@code __index} is the table of the VM; a coroutine made in it
 * gets one whose {@code __index} is that of its maker. So a child sees what its parents set,
 * nothing of what its siblings set, and all is gone with the request.
 */
public final class IsolatedGlobals {
  private static final LuaString SELF = LuaString.intern("_G");
  private static final LuaString INDEX = LuaString.intern("__index");

  private IsolatedGlobals() {}

  /** A table of globals below another one. */
  public static LuaTable below(LuaTable parent) {
    LuaTable own = new LuaTable(0, 4);
    own.put(SELF, own);
    LuaTable metatable = new LuaTable(0, 1);
    metatable.put(INDEX, parent);
    own.metatable(metatable);
    return own;
  }

  /** The main function of a chunk over again, with these globals. */
  public static LuaFunction with(LuaVm vm, LuaFunction chunk, LuaTable globals) {
    return chunk instanceof CompiledFunction main && main.upvalueCount() == 0
        ? main.prototype().instantiate(vm, globals)
        : chunk;
  }
}
