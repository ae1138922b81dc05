package io.perigee.ngx.timer;

import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.PhaseSet;
import io.perigee.ngx.thread.LuaPhase;
import io.perigee.ngx.thread.ThreadContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** {@code ngx.timer.at, every, running_count, pending_count}. */
public final class TimerApi implements ApiFamily {
  private static final PhaseSet PHASES =
      PhaseSet.except(LuaPhase.EXIT_WORKER).missing("no request");

  private final int maxPending;
  private final int maxRunning;

  /** The family with its limits (lua_max_pending_timers, lua_max_running_timers). */
  public TimerApi(int maxPending, int maxRunning) {
    this.maxPending = maxPending;
    this.maxRunning = maxRunning;
  }

  @Override
  public void register(ApiTable ngx) {
    ngx.table("timer")
        .variadic("at", (ApiCall call, Object[] args) -> start(call, args, false))
        .variadic("every", (ApiCall call, Object[] args) -> start(call, args, true))
        .function("running_count", (ApiCall call) -> (double) timers(call).running())
        .function("pending_count", (ApiCall call) -> (double) timers(call).pending());
  }

  private LuaTimers timers(ApiCall call) {
    return call.state(LuaTimers.class, c -> new LuaTimers(c, maxRunning));
  }

  private @Nullable Object start(ApiCall call, Object[] args, boolean repeated) {
    if (args.length < 2) {
      throw LuaError.at(1, "expecting at least 2 arguments but got " + args.length);
    }
    Double seconds = Conversions.toNumber(args[0]);
    if (seconds == null) {
      throw LuaError.typeError(1, repeated ? "every" : "at", "number", args[0]);
    }
    long millis = (long) (seconds * 1000);
    if (repeated && millis == 0) {
      throw LuaError.at(1, "delay cannot be zero");
    }
    if (!(args[1] instanceof LuaFunction function) || function.isHost()) {
      throw LuaError.argument(2, "?", "Lua function expected");
    }
    PHASES.check(call.current());
    if (call.worker().exiting() && millis > 0) {
      return Results.of(null, LuaString.of("process exiting"));
    }
    LuaTimers timers = timers(call);
    if (timers.pending() >= maxPending) {
      return Results.of(null, LuaString.of("too many pending timers"));
    }
    Object[] values = Arrays.copyOfRange(args, 2, args.length);
    ThreadContext context = call.context();
    LuaTimers.Creator creator = new LuaTimers.Creator(context.origin(), context.settings());
    long delay = Math.max(repeated ? 1 : 0, millis);
    timers.add(new LuaTimers.Task(function, values, delay, repeated, creator));
    return 1.0;
  }
}
