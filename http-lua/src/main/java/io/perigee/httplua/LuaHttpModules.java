package io.perigee.httplua;

import io.perigee.conf.text.LuaBlockScanner;
import io.perigee.http.module.HttpModule;
import java.util.List;

/** The HTTP modules that bring Lua; they stand behind the standard ones. */
public final class LuaHttpModules {
  private LuaHttpModules() {}

  /** All of them, in order. */
  public static List<HttpModule> all() {
    return List.of(new HttpLuaModule());
  }

  /** The scanner of the Lua language, whose error becomes the configuration's. */
  public static LuaBlockScanner luaBlocks() {
    return (text, start, line) -> {
      try {
        return io.perigee.lua.syntax.LuaBlockScanner.closingBrace(text, start, line);
      } catch (io.perigee.lua.syntax.LuaBlockScanner.Unterminated open) {
        String message = String.valueOf(open.getMessage());
        throw new LuaBlockScanner.Unterminated(message, open.line());
      }
    };
  }
}
