package io.perigee.ngx.resty;

import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import org.jspecify.annotations.Nullable;

/** {@code resty.core}, its parts and {@code resty.core.base}. */
public final class RestyCoreApi implements ApiFamily {
  private static final String VERSION = "0.1.32";
  private static final String[] PARTS = {
    "base64",
    "ctx",
    "exit",
    "hash",
    "misc",
    "ndk",
    "phase",
    "regex",
    "request",
    "response",
    "shdict",
    "socket.tcp",
    "uri",
    "utils",
    "var",
    "worker",
    "time",
    "coroutine",
    "param"
  };

  @Override
  public void register(ApiTable ngx) {
    ngx.module("resty.core").constant("version", VERSION);
    for (String part : PARTS) {
      ngx.module("resty.core." + part).constant("version", VERSION);
    }
    ngx.module("resty.core.base")
        .constant("version", VERSION)
        .function("new_tab", RestyCoreApi::newTable)
        .function("clear_tab", RestyCoreApi::clearTable)
        .function("get_string_buf_size", call -> 4096.0)
        .function("allows_subsystem", call -> Results.EMPTY)
        .function("check_subsystem", call -> true);
  }

  private static int count(@Nullable Object value) {
    Double number = Conversions.toNumber(value);
    return number == null ? 0 : (int) Math.clamp(number, 0, 1 << 24);
  }

  private static Object newTable(ApiCall call, @Nullable Object array, @Nullable Object fields) {
    return new LuaTable(count(array), count(fields));
  }

  private static Object clearTable(ApiCall call, @Nullable Object table) {
    if (table instanceof LuaTable some) {
      some.clear();
    }
    return Results.EMPTY;
  }

  /** The version that the modules show. */
  static String version() {
    return VERSION;
  }
}
