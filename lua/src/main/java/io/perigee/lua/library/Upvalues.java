package io.perigee.lua.library;

import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.Userdata;

/** The functions of the debug library that reach into closures. */
final class Upvalues {
  private Upvalues() {}

  static void register(Module debug) {
    debug
        .function("getupvalue", Upvalues::getupvalue)
        .function("setupvalue", Upvalues::setupvalue)
        .function("upvalueid", Upvalues::upvalueid)
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

  private static Object upvalueid(Object[] args) {
    LuaFunction function = Arguments.function(args, 0);
    return new Userdata(cell(function, Arguments.integer(args, 1) - 1, 1));
  }

  private static Object upvaluejoin(Object[] args) {
    LuaFunction target = Arguments.function(args, 0);
    int index = Arguments.integer(args, 1) - 1;
    cell(target, index, 1);
    LuaFunction source = Arguments.function(args, 2);
    int other = Arguments.integer(args, 3) - 1;
    cell(source, other, 3);
    if (!target.upvalueIdentity(index).equals(source.upvalueIdentity(other))) {
      throw LuaError.at(1, "upvalues of compiled functions cannot be joined");
    }
    return Results.EMPTY;
  }

  private static Object cell(LuaFunction function, int index, int argument) {
    if (index < 0 || index >= function.upvalueCount()) {
      throw FunctionDescription.outOfRange(argument);
    }
    return function.upvalueIdentity(index);
  }
}
