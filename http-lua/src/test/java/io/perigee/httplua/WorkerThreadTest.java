package io.perigee.httplua;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ngx.run_worker_thread}: semantics, section 8.8; texts as ngx_lua 0.10.23 gives them. */
class WorkerThreadTest {
  private static final String MODULE =
      """
      local M = {}
      function M.echo(...) return ... end
      function M.fail() error("boom") end
      function M.print() return print end
      function M.circle() local t = {} t.t = t return t end
      function M.count() M.n = (M.n or 0) + 1 return M.n end
      function M.phase() return ngx.get_phase(), ngx.sleep, ngx.shared.dogs:get("name") end
      function M.wait() os.execute("sleep 0.2") return "slept" end
      return M
      """;

  @TempDir static Path prefix;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(prefix.resolve("lua"));
    Files.writeString(prefix.resolve("lua/m.lua"), MODULE);
    Files.writeString(prefix.resolve("lua/text.lua"), "return 'no table'");
    server =
        LuaServer.of(
            prefix,
            "thread_pool pool threads=2;\n",
            """
            lua_package_path '$prefix/lua/?.lua;;';
            lua_worker_thread_vm_pool_size 2;
            lua_shared_dict dogs 1m;
            """,
            LuaServer.content(
                    "/run",
                    """
                    local args = assert(loadstring("return " .. ngx.unescape_uri(ngx.var.args)))
                    local function show(...)
                      local t = {...}
                      for i = 1, select("#", ...) do t[i] = tostring(t[i]) end
                      ngx.say(table.concat(t, " "))
                    end
                    show(ngx.run_worker_thread(args()))
                    """)
                + LuaServer.content(
                    "/many",
                    """
                    local threads = {}
                    for i = 1, 3 do
                      threads[i] = ngx.thread.spawn(function()
                        return ngx.run_worker_thread("pool", "m", "wait")
                      end)
                    end
                    for i = 1, 3 do
                      ngx.say(select(3, ngx.thread.wait(threads[i])))
                    end
                    """)
                + LuaServer.content(
                    "/tables",
                    """
                    ngx.shared.dogs:set("name", "Rex")
                    local t = {1, {deep = {true, "x"}}, [1.5] = false, null = ngx.null}
                    local ok, r = ngx.run_worker_thread("pool", "m", "echo", t)
                    ngx.say(ok, " ", r ~= t, " ", r[1], r[2].deep[1], r[2].deep[2], r[1.5],
                      " ", r.null == ngx.null)
                    ngx.say(ngx.run_worker_thread("pool", "m", "phase"))
                    """)
                + LuaServer.content(
                    "/killed",
                    """
                    local t = ngx.thread.spawn(function()
                      ngx.run_worker_thread("pool", "m", "wait")
                    end)
                    ngx.say(ngx.thread.kill(t))
                    """)
                + LuaServer.content(
                    "/left",
                    """
                    ngx.thread.spawn(function() ngx.run_worker_thread("pool", "m", "wait") end)
                    ngx.exit(403)
                    """));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "pool","m","echo",1,nil,"x" | true 1 nil x
          "pool","m","echo"           | true
          "pool","m"                  | false expecting at least 3 arguments
          "no","m","echo"             | false thread pool no not found
          print,"m","echo"            | false threadpool should be a string
          "pool",{},"echo"            | false module name should be a string
          "pool","m",{}               | false function name should be a string
          "pool","m","none"           | false invalid function
          "pool","text","x"           | false invalid lua module
          "pool","m","echo",print     | false unsupported Lua type: LUA_TFUNCTION in the argument
          "pool","m","print"          | false unsupported Lua type: LUA_TFUNCTION in the return value
          """)
  void answers(String arguments, String expected) throws IOException {
    assertThat(server.body("/run?" + arguments.replace("\"", "%22")).strip()).isEqualTo(expected);
  }

  @Test
  void aCircularTableIsRefused() throws IOException {
    assertThat(server.body("/run?'pool','m','circle'").strip())
        .isEqualTo(
            "false suspicious circular references, table depth exceed max depth: 100 in the return"
                + " value");
  }

  @Test
  void anErrorIsReturnedWithItsPlace() throws IOException {
    assertThat(server.body("/run?'pool','m','fail'")).startsWith("false ").endsWith("boom\n");
  }

  @Test
  void tablesAreCopiedAndSharedDictionariesAreThere() throws IOException {
    assertThat(server.body("/tables")).isEqualTo("true true 1truexfalse true\ntrueinitnilRex\n");
  }

  @Test
  void aCallWithoutAFreeVmFails() throws IOException {
    assertThat(server.body("/many")).isEqualTo("slept\nslept\nno available Lua vm\n");
  }

  @Test
  void aCallWhoseCallerIsGoneGivesItsVmBack() throws IOException {
    assertThat(server.body("/killed")).isEqualTo("1\n");
    server.get("/left");
    server.awaitNothingHeld();
  }
}
