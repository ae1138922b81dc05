package io.perigee.ngx.base;

import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * {@code ngx.now}, {@code time}, {@code update_time}, {@code today}, {@code localtime} and {@code
 * utctime}. All read the time that the worker cached when the event began.
 */
public final class ClockApi implements ApiFamily {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ENGLISH);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ENGLISH);

  @Override
  public void register(ApiTable ngx) {
    ngx.function("now", (ApiCall call) -> call.clock().millis() / 1000.0)
        .function("time", (ApiCall call) -> (double) call.clock().seconds())
        .function("update_time", ClockApi::update)
        .function("today", (ApiCall call) -> text(call, DAY, ZoneId.systemDefault()))
        .function("localtime", (ApiCall call) -> text(call, MOMENT, ZoneId.systemDefault()))
        .function("utctime", (ApiCall call) -> text(call, MOMENT, ZoneOffset.UTC));
    ngx.module("resty.core.time")
        .function("monotonic_msec", (ApiCall call) -> (double) call.clock().monotonic())
        .function("monotonic_time", (ApiCall call) -> call.clock().monotonic() / 1000.0);
  }

  private static Object update(ApiCall call) {
    call.clock().update();
    return Results.EMPTY;
  }

  private static LuaString text(ApiCall call, DateTimeFormatter format, ZoneId zone) {
    Instant now = Instant.ofEpochSecond(call.clock().seconds());
    return LuaString.of(format.format(now.atZone(zone)));
  }
}
