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

  /** The scanner of the Lua language, which knows lines from the opening brace on. */
  static LuaBlockScanner luaBlocks() {
    return (text, start, line) -> {
      try {
        return io.perigee.lua.syntax.LuaBlockScanner.closingBrace(text, start);
      } catch (io.perigee.lua.syntax.LuaBlockScanner.Unterminated open) {
        String message = String.valueOf(open.getMessage());
        throw new LuaBlockScanner.Unterminated(message, line + open.line() - 1);
      }
    };
  }
}
