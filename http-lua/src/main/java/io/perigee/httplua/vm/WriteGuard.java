package io.perigee.httplua.vm;

import io.perigee.core.log.Level;
import io.perigee.lua.runtime.CallStack;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.Traceback;
import io.perigee.lua.value.Function3;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.thread.LuaPhase;
import io.perigee.ngx.thread.ThreadContext;

/**
 * The warning about a global that is first written by a request: all requests of a worker share the
 * table of globals, so such a write is mostly a forgotten {@code local}.
 */
final class WriteGuard {
  private WriteGuard() {}

  static void install(ApiCall call) {
    LuaTable globals = call.vm().globals();
    if (globals.metatable() != null) {
      return;
    }
    Function3 write =
        (table, key, value) -> {
          ((LuaTable) table).put(key, value);
          ThreadContext context = call.current();
          if (context != null && context.phase() != LuaPhase.INIT_WORKER) {
            warn(context, key);
          }
          return Results.EMPTY;
        };
    LuaTable metatable = new LuaTable(0, 1);
    metatable.put("__newindex", JavaFunction.of("__newindex", write));
    globals.metatable(metatable);
  }

  private static void warn(ThreadContext context, Object key) {
    if (!context.logs(Level.WARN)) {
      return;
    }
    context.log(
        Level.WARN,
        "[lua] _G write guard:12: __newindex(): writing a global Lua variable ('"
            + Conversions.rawToString(key)
            + "') which may lead to race conditions between concurrent requests, so prefer the use"
            + " of 'local' variables\nstack traceback:"
            + Traceback.lines(CallStack.all(), 1));
  }
}
