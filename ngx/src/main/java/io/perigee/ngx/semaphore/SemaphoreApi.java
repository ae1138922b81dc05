package io.perigee.ngx.semaphore;

import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.Userdata;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.PhaseSet;
import org.jspecify.annotations.Nullable;

/** {@code require "ngx.semaphore"}: {@code new}, {@code wait}, {@code post}, {@code count}. */
public final class SemaphoreApi implements ApiFamily {
  private static final LuaString SEMA = LuaString.intern("sem");

  @Override
  public void register(ApiTable ngx) {
    ngx.module("ngx.semaphore")
        .constant("version", "0.1.32")
        .function("new", SemaphoreApi::make)
        .function("wait", SemaphoreApi::await)
        .function("post", SemaphoreApi::post)
        .function("count", SemaphoreApi::count);
  }

  private static Object make(ApiCall call, @Nullable Object value) {
    Double number = Conversions.toNumber(value);
    int count = number == null ? 0 : (int) (double) number;
    if (count < 0) {
      throw LuaError.at(1, "no negative number");
    }
    LuaTable table = new LuaTable(0, 1);
    table.put(SEMA, new Userdata(new Semaphore(count)));
    LuaTable metatable = new LuaTable(0, 1);
    metatable.put("__index", module(call));
    table.metatable(metatable);
    return table;
  }

  private static @Nullable Object module(ApiCall call) {
    return call.vm().loaded().get(LuaString.of("ngx.semaphore"));
  }

  private static Semaphore semaphore(@Nullable Object self) {
    if (self instanceof LuaTable table
        && table.get(SEMA) instanceof Userdata data
        && data.value() instanceof Semaphore semaphore) {
      return semaphore;
    }
    throw LuaError.at(1, "not a semaphore instance");
  }

  private static @Nullable Object await(
      ApiCall call, @Nullable Object self, @Nullable Object timeout) {
    Semaphore semaphore = semaphore(self);
    Double seconds = Conversions.toNumber(timeout);
    if (seconds == null) {
      throw LuaError.typeError(2, "wait", "number", timeout);
    }
    long millis = (long) (seconds * 1000);
    if (millis < 0) {
      throw LuaError.at(1, "no negative number");
    }
    if (semaphore.tryTake()) {
      return true;
    }
    if (millis == 0) {
      return Results.of(null, LuaString.of("timeout"));
    }
    PhaseSet.YIELDABLE.check(call.current());
    return semaphore.await(call.worker(), call.thread(), millis);
  }

  private static Object post(ApiCall call, @Nullable Object self, @Nullable Object resources) {
    Semaphore semaphore = semaphore(self);
    Double number = Conversions.toNumber(resources);
    int count = number == null ? 1 : (int) (double) number;
    if (count < 1) {
      throw LuaError.at(1, "positive number required");
    }
    if (semaphore.hasWaiters()) {
      semaphore.post(call.worker(), count);
    } else {
      semaphore.add(count);
    }
    return true;
  }

  private static Object count(ApiCall call, @Nullable Object self) {
    return (double) semaphore(self).count();
  }
}
