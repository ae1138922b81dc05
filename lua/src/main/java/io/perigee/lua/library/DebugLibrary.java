package io.perigee.lua.library;

import io.perigee.lua.LuaLibrary;
import io.perigee.lua.LuaVm;
import io.perigee.lua.coroutine.Coroutine;
import io.perigee.lua.runtime.Activation;
import io.perigee.lua.runtime.CallStack;
import io.perigee.lua.runtime.Calls;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.Metatables;
import io.perigee.lua.runtime.Traceback;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.Userdata;
import java.util.List;

/**
 * The library {@code debug} (Lua manual 5.9), as far as compiled code allows: locals of running
 * functions cannot be seen, and of hooks those that count are called, at safe points.
 */
public final class DebugLibrary implements LuaLibrary {
  /** How many instructions a look at a safe point stands for, by and large. */
  private static final int INSTRUCTIONS_PER_LOOK = 100;

  private LuaVm vm;
  private int hookBit;
  private long instructions;
  private boolean inHook;
  private Object[] hook = {null, LuaString.EMPTY, 0.0};

  /** The library; each VM needs its own. */
  public DebugLibrary() {}

  @Override
  public void install(LuaVm vm) {
    this.vm = vm;
    hookBit = vm.safePoint().register(this::look);
    Module debug = Module.global(vm, "debug");
    debug
        .function("traceback", DebugLibrary::traceback)
        .function("getinfo", FunctionDescription::getinfo)
        .function("getmetatable", args -> Metatables.of(Arguments.any(args, 0)))
        .function("setmetatable", this::setmetatable)
        .function("getregistry", args -> vm.registry())
        .function("getfenv", this::getfenv)
        .function("setfenv", DebugLibrary::setfenv)
        .function("getlocal", args -> local(args, 1))
        .function("setlocal", args -> local(args, 2))
        .function("gethook", args -> Results.of(hook.clone()))
        .function("sethook", this::sethook);
    Upvalues.register(debug);
  }

  private static Object traceback(Object[] args) {
    Coroutine other = Arguments.at(args, 0) instanceof Coroutine c ? c : null;
    int first = other == null ? 0 : 1;
    Object message = Arguments.at(args, first);
    LuaString text = Conversions.toLuaString(message);
    if (text == null && args.length > first) {
      return message;
    }
    boolean elsewhere = other != null && other.status() != Coroutine.Status.RUNNING;
    int level = Arguments.optionalInteger(args, first + 1, elsewhere ? 0 : 1);
    String head = text == null ? null : text.toString();
    return LuaString.of(
        elsewhere ? Traceback.text(head, other.activations(), level) : Traceback.text(head, level));
  }

  private Object setmetatable(Object[] args) {
    Object metatable = Arguments.at(args, 1);
    if (metatable != null && !(metatable instanceof LuaTable)) {
      throw Arguments.error(1, "nil or table expected");
    }
    vm.metatable(Arguments.at(args, 0), (LuaTable) metatable);
    return true;
  }

  private Object getfenv(Object[] args) {
    Object value = Arguments.any(args, 0);
    if (value instanceof Userdata u) {
      return u.environment() == null ? vm.globals() : u.environment();
    }
    if (value instanceof LuaFunction f) {
      return f.environment() == null ? vm.globals() : f.environment();
    }
    if (value instanceof Coroutine thread) {
      return thread.globals() == null ? vm.globals() : thread.globals();
    }
    return null;
  }

  private static Object setfenv(Object[] args) {
    Object value = Arguments.at(args, 0);
    LuaTable environment = Arguments.table(args, 1);
    boolean done = value instanceof LuaFunction f && f.environment(environment);
    if (value instanceof Userdata u) {
      u.environment(environment);
      done = true;
    }
    if (!done) {
      throw LuaError.at(1, "'setfenv' cannot change environment of given object");
    }
    return value;
  }

  /** {@code getlocal} and {@code setlocal}: they check the level and find no variable. */
  private static Object local(Object[] args, int needed) {
    int first = Arguments.at(args, 0) instanceof Coroutine ? 1 : 0;
    if (Arguments.at(args, first) instanceof LuaFunction f) {
      String name = needed > 1 ? null : f.parameterName(Arguments.integer(args, first + 1) - 1);
      return name == null ? null : LuaString.of(name);
    }
    int level = Arguments.integer(args, first);
    Arguments.integer(args, first + 1);
    if (needed > 1) {
      Arguments.any(args, first + 2);
    }
    List<Activation> stack = first == 0 ? CallStack.all() : ((Coroutine) args[0]).activations();
    if (level < 0 || level >= stack.size()) {
      throw Arguments.error(first, "level out of range");
    }
    return null;
  }

  private Object sethook(Object[] args) {
    int first = Arguments.at(args, 0) instanceof Coroutine ? 1 : 0;
    Object function = Arguments.at(args, first);
    if (function == null) {
      hook = new Object[] {null, LuaString.EMPTY, 0.0};
      vm.safePoint().clear(hookBit);
    } else {
      LuaString mask = Arguments.string(args, first + 1);
      double count = Arguments.optionalInteger(args, first + 2, 0);
      hook = new Object[] {Arguments.function(args, first), mask, count};
      instructions = 0;
      if (count > 0) {
        vm.safePoint().request(hookBit);
      } else {
        vm.safePoint().clear(hookBit);
      }
    }
    return Results.EMPTY;
  }

  /** At a safe point while a hook counts. */
  private void look() {
    instructions += INSTRUCTIONS_PER_LOOK;
    if (!inHook && instructions >= (double) hook[2]) {
      instructions = 0;
      inHook = true;
      try {
        Calls.call(hook[0], LuaString.of("count"));
      } finally {
        inHook = false;
      }
    }
  }
}
