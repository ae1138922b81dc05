package io.perigee.httplua;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testing.TestClient;
import io.perigee.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When output of Lua code leaves: {@code postpone_output}. */
class OutputTest {
  @TempDir static Path prefix;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        LuaServer.of(
            prefix,
            "lua_shared_dict gate 64k;",
            "postpone_output 1;"
                + LuaServer.content("/go", "ngx.shared.gate:set('open', true) ngx.say('gone')")
                + LuaServer.content(
                    "/wait",
                    """
                    ngx.say("first")
                    while not ngx.shared.gate:get("open") do ngx.sleep(0.001) end
                    ngx.say("second")
                    """)
                + LuaServer.content(
                    "/gone",
                    """
                    while not ngx.shared.gate:get("closed") do ngx.sleep(0.001) end
                    local text, problem
                    repeat
                      ngx.sleep(0.001)
                      text, problem = ngx.say("x")
                    until not text
                    ngx.log(ngx.WARN, "say failed: ", problem)
                    """)
                + LuaServer.content(
                    "/end",
                    """
                    while not ngx.shared.gate:get("ended") do ngx.sleep(0.001) end
                    local _, problem = ngx.eof()
                    ngx.log(ngx.WARN, "eof failed: ", problem)
                    """)
                + LuaServer.content("/ended", "ngx.shared.gate:set('ended', true)")
                + LuaServer.content("/closed", "ngx.shared.gate:set('closed', true)"));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void outputThatMayNotBePostponedLeavesWhileTheHandlerStillRuns() throws IOException {
    try (TestClient client = server.connect()) {
      client.get("/wait");
      assertThat(client.readUntil("first\n")).startsWith("HTTP/1.1 200 OK");
      assertThat(server.body("/go")).isEqualTo("gone\n");
      assertThat(client.readUntil("second\n")).contains("second");
    }
  }

  @ParameterizedTest
  @CsvSource({"/gone, /closed, say failed:", "/end, /ended, eof failed:"})
  void outputTellsThatTheClientIsGone(String target, String goOn, String message)
      throws IOException {
    try (TestClient client = server.connect()) {
      client.get(target);
    }
    server.body(goOn);
    String told = message + " nginx output filter error";
    assertThat(server.awaitLog(message)).contains(told);
    server.awaitNothingHeld();
  }
}
