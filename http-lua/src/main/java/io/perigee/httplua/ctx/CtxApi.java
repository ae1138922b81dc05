package io.perigee.httplua.ctx;

import io.perigee.httplua.context.RequestContext;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.thread.ThreadContext;
import io.perigee.ngx.timer.BackgroundContext;
import org.jspecify.annotations.Nullable;

/** {@code ngx.ctx}: a table for each request, timer and worker hook, made at first use. */
public final class CtxApi implements ApiFamily {
  @Override
  public void register(ApiTable ngx) {
    ngx.property("ctx", CtxApi::read, CtxApi::write);
  }

  private static Object read(ApiCall call) {
    ThreadContext context = call.current();
    if (context instanceof RequestContext request) {
      return request.table();
    }
    if (context instanceof BackgroundContext background) {
      return background.table();
    }
    throw LuaError.at(1, "no request found");
  }

  private static Object write(ApiCall call, @Nullable Object value) {
    ThreadContext context = call.current();
    if (context == null) {
      throw LuaError.at(1, "no request found");
    }
    if (!(value instanceof LuaTable table)) {
      throw LuaError.at(
          1, "ctx should be a table while setting ngx.ctx, got " + Conversions.typeName(value));
    }
    if (context instanceof RequestContext request) {
      request.table(table);
    } else if (context instanceof BackgroundContext background) {
      background.table(table);
    }
    return Results.EMPTY;
  }
}
