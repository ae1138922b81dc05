package io.perigee.ngx.timer;

import io.perigee.core.worker.Timer;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.PhaseSet;
import io.perigee.ngx.thread.LightThread;
import io.perigee.ngx.thread.ThreadOperations;
import org.jspecify.annotations.Nullable;

/** {@code ngx.sleep}: the light thread waits, the worker goes on. */
public final class SleepApi implements ApiFamily {
  @Override
  public void register(ApiTable ngx) {
    ngx.variadic("sleep", PhaseSet.YIELDABLE, SleepApi::sleep);
  }

  private static Object sleep(ApiCall call, Object[] args) {
    if (args.length != 1) {
      throw LuaError.at(1, "attempt to pass " + args.length + " arguments, but accepted 1");
    }
    long millis = (long) (number(args[0]) * 1000);
    if (millis < 0) {
      throw LuaError.at(1, "invalid sleep duration \"" + millis + "\"");
    }
    LightThread thread = call.thread();
    Timer timer = call.worker().timer(millis, () -> thread.context().wake(thread));
    thread.pending(timer::cancel);
    ThreadOperations.await(thread);
    return Results.EMPTY;
  }

  private static double number(@Nullable Object value) {
    Double number = Conversions.toNumber(value);
    if (number == null) {
      throw LuaError.typeError(1, "sleep", "number", value);
    }
    return number;
  }
}
