package io.perigee.ngx.api;

import io.perigee.lua.value.Function0;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a subsystem offers to Lua code: the table {@code ngx}, changes to other globals, and
 * modules for {@code require}. It is made once for a configuration from the families.
 */
public final class ApiTree {
  /** Modules that OpenResty itself has loaded when the first user code runs. */
  private static final List<String> EAGER =
      List.of(
          "resty.core",
          "resty.core.base",
          "resty.core.ctx",
          "resty.core.regex",
          "resty.core.shdict",
          "resty.core.time");

  private final ApiTable globals = new ApiTable(this);
  private final Map<String, ApiTable> modules = new LinkedHashMap<>();

  /** Makes the tree from the families, in order. */
  public ApiTree(Iterable<? extends ApiFamily> families) {
    ApiTable ngx = globals.table("ngx");
    for (ApiFamily family : families) {
      family.register(ngx);
    }
  }

  /** The table of global names. */
  ApiTable globals() {
    return globals;
  }

  /** The table that {@code require} of this name returns. */
  ApiTable module(String name) {
    return modules.computeIfAbsent(name, key -> new ApiTable(this));
  }

  /** Installs everything into the VM of this call. */
  public void install(ApiCall call) {
    LuaTable names = call.vm().globals();
    globals.install(call, names);
    LuaTable loaded = call.vm().loaded();
    loaded.put(LuaString.of("ngx"), names.get(LuaString.of("ngx")));
    loaded.put(LuaString.of("ndk"), names.get(LuaString.of("ndk")));
    for (String name : EAGER) {
      ApiTable module = modules.get(name);
      if (module != null) {
        loaded.put(LuaString.of(name), module.install(call));
      }
    }
    if (names.get(LuaString.of("package")) instanceof LuaTable library
        && library.get(LuaString.of("preload")) instanceof LuaTable preload) {
      for (Map.Entry<String, ApiTable> module : modules.entrySet()) {
        preload.put(LuaString.of(module.getKey()), loader(call, module.getValue()));
      }
    }
  }

  private static JavaFunction loader(ApiCall call, ApiTable module) {
    Function0 load =
        new Function0() {
          private @Nullable LuaTable table;

          @Override
          public Object call() {
            if (table == null) {
              table = module.install(call);
            }
            return table;
          }
        };
    return JavaFunction.of("loader", load);
  }
}
