package io.perigee.lua.library;

import io.perigee.lua.LuaLibrary;
import io.perigee.lua.LuaVm;
import io.perigee.lua.coroutine.Coroutine;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;

/** The library {@code coroutine} (Lua manual 5.2), with {@code isyieldable} as LuaJIT. */
public final class CoroutineLibrary implements LuaLibrary {
  private LuaVm vm;

  /** The library; each VM needs its own. */
  public CoroutineLibrary() {}

  @Override
  public void install(LuaVm vm) {
    this.vm = vm;
    Module.global(vm, "coroutine")
        .function("create", args -> new Coroutine(vm, Arguments.function(args, 0)))
        .function("resume", CoroutineLibrary::resume)
        .function("yield", args -> Results.of(Coroutine.suspend(args)))
        .function("status", args -> LuaString.of(coroutine(args).status().text()))
        .function("running", args -> this.vm.currentCoroutine())
        .function("isyieldable", args -> Coroutine.isYieldable())
        .function("wrap", this::wrap);
  }

  private static Coroutine coroutine(Object[] args) {
    if (Arguments.at(args, 0) instanceof Coroutine c) {
      return c;
    }
    throw Arguments.error(0, "coroutine expected");
  }

  /** Why a coroutine cannot be resumed, or null when it can. */
  private static String obstacle(Coroutine coroutine) {
    return switch (coroutine.status()) {
      case SUSPENDED -> null;
      case DEAD -> "cannot resume dead coroutine";
      case RUNNING, NORMAL -> "cannot resume running coroutine";
    };
  }

  private static Object resume(Object[] args) {
    Coroutine coroutine = coroutine(args);
    String obstacle = obstacle(coroutine);
    if (obstacle != null) {
      return Results.of(false, LuaString.of(obstacle));
    }
    Object[] values;
    try {
      values = coroutine.resume(BaseLibrary.rest(args, 1));
    } catch (LuaFault e) {
      return Results.of(false, e.value());
    }
    Object[] results = new Object[values.length + 1];
    results[0] = true;
    System.arraycopy(values, 0, results, 1, values.length);
    return Results.of(results);
  }

  private Object wrap(Object[] args) {
    LuaFunction body = Arguments.function(args, 0);
    Coroutine coroutine = new Coroutine(vm, body);
    return JavaFunction.variadic("wrap_aux", values -> resumeWrapped(coroutine, values));
  }

  private static Object resumeWrapped(Coroutine coroutine, Object[] args) {
    String obstacle = obstacle(coroutine);
    if (obstacle != null) {
      throw LuaError.at(1, obstacle);
    }
    try {
      return Results.of(coroutine.resume(args));
    } catch (LuaFault e) {
      if (e.value() instanceof LuaString message) {
        throw LuaError.at(1, message.toString());
      }
      throw LuaError.again(e);
    }
  }
}
