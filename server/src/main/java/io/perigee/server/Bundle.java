package io.perigee.server;

import io.perigee.conf.text.LuaBlockScanner;
import io.perigee.core.net.Service;
import java.util.List;

/** What the program consists of: the subsystems with their modules, and how Lua blocks end. */
final class Bundle {
  private Bundle() {}

  static List<Service> services() {
    return List.of();
  }

  static LuaBlockScanner luaBlocks() {
    return (text, start, line) -> text.indexOf('}', start);
  }
}
