package io.perigee.server;

import io.perigee.conf.text.LuaBlockScanner;
import io.perigee.core.net.Service;
import io.perigee.http.core.HttpSubsystem;
import io.perigee.http.module.HttpModule;
import io.perigee.httplua.LuaHttpModules;
import io.perigee.httpmodules.StandardHttpModules;
import java.util.ArrayList;
import java.util.List;

/** What the program consists of: the subsystems with their modules, and how Lua blocks end. */
final class Bundle {
  private Bundle() {}

  /** The subsystems; the Lua modules stand after nginx's own. */
  static List<Service> services() {
    List<HttpModule> modules = new ArrayList<>(StandardHttpModules.all());
    modules.addAll(LuaHttpModules.all());
    return List.of(new HttpSubsystem(modules));
  }

  /** The scanner of the Lua language, whose error becomes the configuration's. */
  static LuaBlockScanner luaBlocks() {
    return LuaHttpModules.luaBlocks();
  }
}
