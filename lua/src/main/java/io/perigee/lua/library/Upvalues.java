package io.perigee.lua.library;

import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.Userdata;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/** The functions of the debug library that reach into closures. */
final class Upvalues {
  /** The ids given out, by what closures share and by index, or by closure and index. */
  private final Map<Object, Map<Integer, Userdata>> ids = new WeakHashMap<>();

  private Upvalues() {}

  static void register(Module debug) {
    debug
        .function("getupvalue", Upvalues::getupvalue)
        .function("setupvalue", Upvalues::setupvalue)
        .function("upvalueid", new Upvalues()::upvalueid)
        .function("upvaluejoin", Upvalues::upvaluejoin);
  }

  private static Object getupvalue(Object[] args) {
    LuaFunction function = Arguments.function(args, 0);
    int index = Arguments.integer(args, 1) - 1;
    if (index < 0 || index >= function.upvalueCount()) {
      return Results.EMPTY;
    }
    return Results.of(LuaString.of(function.upvalueName(index)), function.upvalue(index));
  }

  private static Object setupvalue(Object[] args) {
    LuaFunction function = Arguments.function(args, 0);
    int index = Arguments.integer(args, 1) - 1;
    Object value = Arguments.any(args, 2);
    if (index < 0 || index >= function.upvalueCount() || !function.upvalue(index, value)) {
      return Results.EMPTY;
    }
    return LuaString.of(function.upvalueName(index));
  }

  private Object upvalueid(Object[] args) {
    LuaFunction function = Arguments.function(args, 0);
    int index = index(function, args, 1);
    Object shared = function.sharedUpvalue(index);
    return ids.computeIfAbsent(shared == null ? function : shared, f -> new HashMap<>())
        .computeIfAbsent(shared == null ? index : -1, i -> new Userdata(null));
  }

  private static Object upvaluejoin(Object[] args) {
    LuaFunction target = Arguments.function(args, 0);
    int index = joinable(target, args, 1);
    LuaFunction source = Arguments.function(args, 2);
    int other = joinable(source, args, 3);
    if (!target.joinUpvalue(index, source, other)) {
      throw LuaError.at(
          1, "the closure holds its variable as a copy, which cannot be replaced by this one");
    }
    return Results.EMPTY;
  }

  private static int joinable(LuaFunction function, Object[] args, int argument) {
    if (function.isHost()) {
      throw Arguments.error(argument - 1, "Lua function expected");
    }
    return index(function, args, argument);
  }

  private static int index(LuaFunction function, Object[] args, int argument) {
    int index = Arguments.integer(args, argument) - 1;
    if (index < 0 || index >= function.upvalueCount()) {
      throw FunctionDescription.outOfRange(argument);
    }
    return index;
  }
}
