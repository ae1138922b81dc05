package io.perigee.httplua;

import io.perigee.http.module.HttpModule;
import java.util.List;

/** The HTTP modules that bring Lua; they stand behind the standard ones. */
public final class LuaHttpModules {
  private LuaHttpModules() {}

  /** All of them, in order. */
  public static List<HttpModule> all() {
    return List.of(new HttpLuaModule());
  }
}
