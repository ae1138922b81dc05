package io.perigee.ngx.coroutine;

import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaThread;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.PhaseSet;
import io.perigee.ngx.thread.LightThread;
import io.perigee.ngx.thread.ThreadOperations;
import org.jspecify.annotations.Nullable;

/** {@code ngx.thread.spawn, wait, kill}. */
public final class ThreadApi implements ApiFamily {
  @Override
  public void register(ApiTable ngx) {
    ngx.table("thread")
        .variadic("spawn", PhaseSet.YIELDABLE, ThreadApi::spawn)
        .variadic("wait", PhaseSet.YIELDABLE, ThreadApi::waitFor)
        .function("kill", PhaseSet.YIELDABLE, ThreadApi::kill);
  }

  private static Object spawn(ApiCall call, Object[] args) {
    LuaFunction body = CoroutineApi.body(args);
    return ThreadOperations.spawn(call.thread(), body, CoroutineApi.rest(args));
  }

  private static @Nullable Object waitFor(ApiCall call, Object[] args) {
    if (args.length == 0) {
      throw LuaError.at(1, "at least one coroutine should be specified");
    }
    LightThread caller = call.thread();
    LightThread[] children = new LightThread[args.length];
    for (int i = 0; i < args.length; i++) {
      children[i] = thread(caller, args[i], i + 1);
    }
    return ThreadOperations.waitFor(caller, children);
  }

  private static @Nullable Object kill(ApiCall call, @Nullable Object value) {
    LightThread caller = call.thread();
    String failure = ThreadOperations.kill(caller, thread(caller, value, 1));
    return failure == null ? (Object) 1.0 : Results.of(null, LuaString.of(failure));
  }

  private static LightThread thread(LightThread caller, @Nullable Object value, int number) {
    if (value instanceof LightThread thread && thread.context().equals(caller.context())) {
      return thread;
    }
    if (value instanceof LuaThread) {
      throw LuaError.at(1, "no co ctx found");
    }
    throw LuaError.argument(number, "?", "lua thread expected");
  }
}
