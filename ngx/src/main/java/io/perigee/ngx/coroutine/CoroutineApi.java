package io.perigee.ngx.coroutine;

import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.YieldFunction;
import io.perigee.lua.value.FunctionN;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.LuaThread;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiFunctions;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.PhaseSet;
import io.perigee.ngx.thread.LightThread;
import io.perigee.ngx.thread.ThreadContext;
import io.perigee.ngx.thread.ThreadOperations;
import io.perigee.ngx.thread.ThreadState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code coroutine.create, resume, yield, status, wrap} as ngx_lua replaces them: in a handler the
 * scheduler's versions run, outside of one and in the filters the VM's own, which stay reachable
 * under a leading underscore.
 */
public final class CoroutineApi implements ApiFamily {
  @Override
  public void register(ApiTable ngx) {
    ApiTable coroutine = ngx.globals().table("coroutine");
    replace(coroutine, "create", CoroutineApi::create);
    replace(coroutine, "resume", CoroutineApi::resume);
    coroutine.value("_yield", call -> original(call, "yield"));
    coroutine.value("yield", call -> new Yield(call, original(call, "yield")));
    replace(coroutine, "status", CoroutineApi::status);
    replace(coroutine, "wrap", CoroutineApi::wrap);
  }

  private static void replace(ApiTable coroutine, String name, ApiFunctions.Variadic body) {
    coroutine.value("_" + name, call -> original(call, name));
    coroutine.value(
        name,
        call -> {
          LuaFunction original = original(call, name);
          FunctionN chosen =
              args -> {
                ThreadContext context = call.current();
                if (context == null || context.phase().usesOwnCoroutines()) {
                  return original.invoke(args);
                }
                PhaseSet.YIELDABLE.check(context);
                return body.call(call, args);
              };
          return JavaFunction.variadic(name, chosen);
        });
  }

  private static LuaFunction original(ApiCall call, String name) {
    Object library = call.vm().globals().get(LuaString.of("coroutine"));
    if (library instanceof LuaTable table) {
      Object kept = table.get(LuaString.of("_" + name));
      Object own = kept != null ? kept : table.get(LuaString.of(name));
      if (own instanceof LuaFunction function) {
        return function;
      }
    }
    throw new IllegalStateException("the VM has no coroutine." + name);
  }

  private static Object create(ApiCall call, Object[] args) {
    return call.context().thread(body(args), LightThread.Kind.PLAIN);
  }

  private static Object wrap(ApiCall call, Object[] args) {
    LightThread thread = call.context().thread(body(args), LightThread.Kind.WRAP);
    thread.captureTraceback(true);
    FunctionN runner =
        values -> {
          if (thread.threadState() != ThreadState.SUSPENDED) {
            throw LuaError.at(1, "cannot resume " + thread.threadState().title() + " coroutine");
          }
          return ThreadOperations.resume(caller(call, thread), thread, Results.of(values));
        };
    return JavaFunction.variadic("wrap", runner);
  }

  static LuaFunction body(Object[] args) {
    if (args.length > 0 && args[0] instanceof LuaFunction function && !function.isHost()) {
      return function;
    }
    throw LuaError.argument(1, "?", "Lua function expected");
  }

  private static @Nullable Object resume(ApiCall call, Object[] args) {
    LightThread thread = target(args);
    LightThread caller = caller(call, thread);
    if (thread.threadState() != ThreadState.SUSPENDED) {
      return Results.of(
          false, LuaString.of("cannot resume " + thread.threadState().title() + " coroutine"));
    }
    return ThreadOperations.resume(caller, thread, rest(args));
  }

  private static LightThread target(Object[] args) {
    Object value = args.length > 0 ? args[0] : null;
    if (value instanceof LightThread thread) {
      return thread;
    }
    if (value instanceof LuaThread) {
      throw LuaError.at(1, "no co ctx found");
    }
    throw LuaError.argument(1, "?", "coroutine expected");
  }

  private static LightThread caller(ApiCall call, LightThread target) {
    LightThread caller = call.thread();
    if (!target.context().equals(caller.context())) {
      throw LuaError.at(1, "no co ctx found");
    }
    return caller;
  }

  /** The arguments behind the first, as a result. */
  static @Nullable Object rest(Object[] args) {
    return switch (args.length) {
      case 0, 1 -> Results.EMPTY;
      case 2 -> args[1];
      default -> Results.of(Arrays.copyOfRange(args, 1, args.length));
    };
  }

  /** The function {@code coroutine.yield}; a body that calls it itself stops without it. */
  private static final class Yield extends YieldFunction {
    private final ApiCall call;
    private final LuaFunction original;

    Yield(ApiCall call, LuaFunction original) {
      super("yield");
      this.call = call;
      this.original = original;
    }

    @Override
    protected @Nullable Object suspend(@Nullable Object values) {
      ThreadContext context = call.current();
      if (context == null || context.phase().usesOwnCoroutines()) {
        return original.invoke(Results.toArray(values));
      }
      PhaseSet.YIELDABLE.check(context);
      return ThreadOperations.giveUp(call.thread(), values);
    }

    @Override
    public void stopped(LuaThread coroutine) {
      ThreadContext context = call.current();
      LightThread thread = context == null ? null : context.current();
      if (thread != null && thread == coroutine) {
        ThreadOperations.gaveUp(thread);
      }
    }
  }

  private static Object status(ApiCall call, Object[] args) {
    Object value = args.length > 0 ? args[0] : null;
    if (value instanceof LightThread thread) {
      boolean known = thread.context().equals(call.current());
      return LuaString.intern((known ? thread.threadState() : ThreadState.DEAD).title());
    }
    if (value instanceof LuaThread) {
      return LuaString.intern(ThreadState.DEAD.title());
    }
    throw LuaError.argument(1, "?", "coroutine expected");
  }
}
