package io.perigee.ngx.base;

import io.perigee.core.Product;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Userdata;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.thread.LuaPhase;
import io.perigee.ngx.thread.ThreadContext;
import org.jspecify.annotations.Nullable;

/** Core constants, {@code ngx.null}, {@code ngx.get_phase}, {@code ngx.config}. */
public final class CoreApi implements ApiFamily {
  private static final LuaString CONFIGURE_ARGUMENTS = LuaString.of(Product.CONFIGURE_ARGUMENTS);

  private static final String[] LEVELS = {
    "STDERR", "EMERG", "ALERT", "CRIT", "ERR", "WARN", "NOTICE", "INFO", "DEBUG"
  };

  private final String subsystem;

  /** The family for a subsystem, whose name is {@code ngx.config.subsystem}. */
  public CoreApi(String subsystem) {
    this.subsystem = subsystem;
  }

  @Override
  public void register(ApiTable ngx) {
    ngx.constant("OK", 0)
        .constant("ERROR", -1)
        .constant("AGAIN", -2)
        .constant("DONE", -4)
        .constant("DECLINED", -5)
        .value("null", call -> nothing(call));
    for (int i = 0; i < LEVELS.length; i++) {
      ngx.constant(LEVELS[i], i);
    }
    ngx.function("get_phase", CoreApi::phase);
    ngx.function("get_raw_phase", CoreApi::rawPhase);
    ngx.function("_phase_ctx", CoreApi::rawPhase);
    ngx.table("config")
        .constant("subsystem", subsystem)
        .value("debug", call -> false)
        .constant("nginx_version", Product.NGINX_VERSION_NUMBER)
        .constant("ngx_lua_version", Product.LUA_MODULE_VERSION_NUMBER)
        .function("prefix", CoreApi::prefix)
        .function("nginx_configure", call -> CONFIGURE_ARGUMENTS);
  }

  /** The value {@code ngx.null} of a VM. */
  public static Userdata nothing(ApiCall call) {
    Object known = call.vm().registry().get(LuaString.of("ngx.null"));
    if (known instanceof Userdata userdata) {
      return userdata;
    }
    Userdata made = new Userdata(Userdata.NULL_POINTER);
    call.vm().registry().put("ngx.null", made);
    return made;
  }

  private static Object phase(ApiCall call) {
    ThreadContext context = call.current();
    return LuaString.intern((context == null ? LuaPhase.INIT : context.phase()).title());
  }

  private static @Nullable Object rawPhase(ApiCall call) {
    ThreadContext context = call.current();
    if (context == null) {
      throw LuaError.at(1, "no request ctx found");
    }
    return (double) context.phase().bit();
  }

  private static Object prefix(ApiCall call) {
    String prefix = call.cycle().prefix().toString();
    return LuaString.utf8(prefix.endsWith("/") ? prefix : prefix + "/");
  }
}
