package io.perigee.httplua;

import io.perigee.http.module.HttpModule;
import io.perigee.httpmodules.StandardHttpModules;
import io.perigee.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts servers with all modules of the product for tests of Lua code. */
final class LuaServer {
  private LuaServer() {}

  /** A server whose one server block has these locations. */
  static TestServer of(Path prefix, String locations) throws IOException, InterruptedException {
    return of(prefix, "", locations);
  }

  /** A server with further lines in its http block. */
  static TestServer of(Path prefix, String http, String locations)
      throws IOException, InterruptedException {
    return of(prefix, "", http, locations);
  }

  /** A server with further lines at the top of the file and in its http block. */
  static TestServer of(Path prefix, String main, String http, String locations)
      throws IOException, InterruptedException {
    List<HttpModule> modules = new ArrayList<>(StandardHttpModules.all());
    modules.addAll(LuaHttpModules.all());
    String configuration =
        "error_log error.log info;\n"
            + main
            + "\nevents {}\nhttp {\naccess_log off;\ndefault_type text/plain;\n"
            + http
            + "\nserver {\nlisten 127.0.0.1:@PORT@;\nserver_name localhost;\n"
            + locations
            + "\n}\n}\n";
    return TestServer.start(prefix, modules, LuaHttpModules.luaBlocks(), configuration);
  }

  /** A location whose content is made by this code. */
  static String content(String path, String lua) {
    return "location = " + path + " {\ncontent_by_lua_block {\n" + lua + "\n}\n}\n";
  }
}
