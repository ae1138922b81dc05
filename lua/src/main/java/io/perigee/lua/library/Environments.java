package io.perigee.lua.library;

import io.perigee.lua.LuaVm;
import io.perigee.lua.runtime.Activation;
import io.perigee.lua.runtime.CallStack;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.LuaThread;
import io.perigee.lua.value.Results;

/** {@code getfenv} and {@code setfenv} (Lua manual 5.1), on functions and on stack levels. */
final class Environments {
  private final LuaVm vm;

  private Environments(LuaVm vm) {
    this.vm = vm;
  }

  static void register(LuaVm vm, Module base) {
    Environments environments = new Environments(vm);
    base.function("getfenv", environments::getfenv);
    base.function("setfenv", environments::setfenv);
  }

  private Object getfenv(Object[] args) {
    if (Arguments.at(args, 0) instanceof LuaFunction f) {
      return of(f);
    }
    int level = Arguments.optionalInteger(args, 0, 1);
    return level == 0 ? vm.threadGlobals() : of(functionAt(level));
  }

  private LuaTable of(LuaFunction function) {
    LuaTable environment = function == null ? null : function.environment();
    return environment == null ? vm.globals() : environment;
  }

  private Object setfenv(Object[] args) {
    LuaTable environment = Arguments.table(args, 1);
    LuaFunction function;
    if (args[0] instanceof LuaFunction f) {
      function = f;
    } else {
      int level = Arguments.integer(args, 0);
      if (level == 0) {
        return ofThread(environment);
      }
      function = functionAt(level);
    }
    if (function == null || !function.environment(environment)) {
      throw LuaError.at(1, "'setfenv' cannot change environment of given object");
    }
    return function;
  }

  /** {@code setfenv(0, table)}: the thread that runs gets other globals; the VM's main one not. */
  private Object ofThread(LuaTable environment) {
    LuaThread thread = vm.running();
    if (thread == null) {
      throw LuaError.at(1, "'setfenv' cannot change environment of given object");
    }
    thread.globals(environment);
    return Results.EMPTY;
  }

  /** The function at a level above the running host function; null where it is not known. */
  static LuaFunction functionAt(int level) {
    Activation activation = level < 0 ? null : CallStack.at(level);
    if (activation == null) {
      throw Arguments.error(0, "invalid level");
    }
    return activation.function();
  }
}
