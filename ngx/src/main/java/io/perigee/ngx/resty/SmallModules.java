package io.perigee.ngx.resty;

import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.Level;
import io.perigee.core.text.Base64Text;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.thread.ThreadContext;
import org.jspecify.annotations.Nullable;

/** The modules {@code ngx.base64}, {@code ngx.errlog} and {@code ngx.process}. */
public final class SmallModules implements ApiFamily {
  private static final int DEBUG = 8;

  @Override
  public void register(ApiTable ngx) {
    String version = RestyCoreApi.version();
    ngx.module("ngx.base64")
        .constant("version", version)
        .function("encode_base64url", SmallModules::encodeUrl)
        .function("decode_base64url", SmallModules::decodeUrl);
    ngx.module("ngx.errlog")
        .constant("version", version)
        .function("get_sys_filter_level", SmallModules::systemLevel)
        .function("raw_log", SmallModules::rawLog);
    ngx.module("ngx.process")
        .constant("version", version)
        .function("type", SmallModules::processType)
        .function("get_master_pid", SmallModules::masterPid);
  }

  private static @Nullable Object encodeUrl(ApiCall call, @Nullable Object text) {
    if (!(text instanceof LuaString string)) {
      return Results.of(null, LuaString.of("must provide a string"));
    }
    return LuaString.wrap(Base64Text.encodeUrl(string.bytes()));
  }

  private static @Nullable Object decodeUrl(ApiCall call, @Nullable Object text) {
    if (!(text instanceof LuaString string)) {
      return Results.of(null, LuaString.of("must provide a string"));
    }
    byte[] plain = Base64Text.decodeUrl(string.bytes());
    return plain == null ? Results.of(null, LuaString.of("invalid input")) : LuaString.wrap(plain);
  }

  private static Object systemLevel(ApiCall call) {
    ErrorLog log = call.log();
    int most = 0;
    for (int i = 0; i <= DEBUG; i++) {
      Level level = Level.ofNumber(i);
      if (level != null && log.enabled(level)) {
        most = i;
      }
    }
    return (double) most;
  }

  private static Object rawLog(ApiCall call, @Nullable Object value, @Nullable Object message) {
    Double number = Conversions.toNumber(value);
    Level level = number == null ? null : Level.ofNumber((int) (double) number);
    if (level == null) {
      throw LuaError.at(1, "bad argument #1 to 'raw_log' (must be a number)");
    }
    if (!(message instanceof LuaString text)) {
      throw LuaError.at(1, "bad argument #2 to 'raw_log' (must be a string)");
    }
    ThreadContext context = call.current();
    if (context == null) {
      call.log().log(level, text.toString());
    } else {
      context.log(level, text.toString());
    }
    return Results.EMPTY;
  }

  private static Object processType(ApiCall call) {
    return LuaString.intern(call.workerOrNull() == null ? "master" : "worker");
  }

  private static Object masterPid(ApiCall call) {
    return (double) ProcessHandle.current().pid();
  }
}
