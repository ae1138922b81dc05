package io.perigee.httplua;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lua_isolate_globals on}: each run of a handler has globals of its own. */
class IsolatedGlobalsTest {
  @TempDir static Path prefix;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        LuaServer.of(
            prefix,
            "lua_isolate_globals on;\ninit_by_lua_block { greeting = 'hello' }\n",
            LuaServer.content(
                    "/count", "seen = (seen or 0) + 1 ngx.say(greeting, ' ', seen, ' ', _G.seen)")
                + LuaServer.content(
                    "/children",
                    """
                    parent = "p"
                    local function child(name)
                      local load = loadstring
                      load("own = '" .. name .. "'")()
                      coroutine.yield()
                      return load("return parent, own, getfenv(0) == _G")()
                    end
                    local a = ngx.thread.spawn(child, "a")
                    local b = ngx.thread.spawn(child, "b")
                    ngx.say(select(2, ngx.thread.wait(a)))
                    ngx.say(select(2, ngx.thread.wait(b)))
                    ngx.say(own)
                    """)
                + "location = /phases { access_by_lua_block { left = 1 }\n"
                + "log_by_lua_block { left = 2 }\n"
                + "content_by_lua_block { ngx.say(left) } }\n");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void aGlobalOfARequestIsGoneWithIt() throws IOException {
    assertThat(server.body("/count")).isEqualTo("hello 1 1\n");
    assertThat(server.body("/count")).isEqualTo("hello 1 1\n");
    assertThat(server.errorLog()).doesNotContain("writing a global Lua variable");
  }

  @Test
  void childrenSeeTheirParentsGlobalsAndNotThoseOfEachOther() throws IOException {
    assertThat(server.body("/children")).isEqualTo("patrue\npbtrue\nnil\n");
  }

  @Test
  void eachPhaseBeginsAnew() throws IOException {
    assertThat(server.body("/phases")).isEqualTo("nil\n");
    assertThat(server.body("/phases")).isEqualTo("nil\n");
  }
}
