package io.perigee.httplua;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.core.worker.Holdings;
import io.perigee.testing.TestClient;
import io.perigee.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However a handler ends while its threads sleep, wait for a semaphore, for subrequests or for each
 * other: nothing of the request is left in the worker (semantics, section 5.5).
 */
class HandlerEndsTest {
  /** Threads in every kind of wait, and a request body in a file, before the handler ends. */
  private static final String BUSY =
      """
      local spawn, yield = ngx.thread.spawn, coroutine.yield
      ngx.req.read_body()
      local semaphore = require("ngx.semaphore").new(0)
      spawn(function() ngx.sleep(1000) end)
      spawn(function() semaphore:wait(1000) end)
      spawn(function() while true do ngx.sleep(0.001) end end)
      spawn(function()
        local inner = spawn(function() ngx.sleep(1000) end)
        ngx.thread.wait(inner)
      end)
      spawn(function()
        local sleeper = coroutine.wrap(function() ngx.sleep(1000) end)
        sleeper()
      end)
      spawn(function() yield() end)
      """;

  private static final Map<String, String> ENDS = new LinkedHashMap<>();

  static {
    ENDS.put("exit with a status", "ngx.exit(503)");
    ENDS.put("exit with OK", "ngx.exit(ngx.OK)");
    ENDS.put("exit with ERROR", "ngx.exit(ngx.ERROR)");
    ENDS.put("exit with 444", "ngx.exit(444)");
    ENDS.put("exit after output", "ngx.say('some') ngx.flush(true) ngx.exit(200)");
    ENDS.put("exit in a user thread", "spawn(function() ngx.sleep(0) ngx.exit(403) end)");
    ENDS.put("error in the entry thread", "error('an error')");
    ENDS.put("error after output", "ngx.say('some') ngx.flush(true) error('an error')");
    ENDS.put("error in a wrap", "coroutine.wrap(function() error('an error') end)()");
    ENDS.put("exec", "ngx.exec('/plain', 'a=1')");
    ENDS.put("exec of a named location", "ngx.exec('@named')");
    ENDS.put("exec in a user thread", "spawn(function() ngx.sleep(0) ngx.exec('/plain') end)");
    ENDS.put("redirect", "ngx.redirect('/plain', 301)");
    ENDS.put("end of the output", "ngx.say('some') ngx.eof() ngx.exit(200)");
  }

  @TempDir static Path prefix;
  private static TestServer server;

  static Set<String> ends() {
    return ENDS.keySet();
  }

  @BeforeAll
  static void start() throws Exception {
    StringBuilder locations = new StringBuilder();
    int number = 0;
    for (String end : ENDS.values()) {
      for (String phase : new String[] {"content", "access", "rewrite"}) {
        locations
            .append("location = /" + phase + number + " {\n" + phase + "_by_lua_block {\n")
            .append(BUSY + end + "\n}\nreturn 204;\n}\n".replace("return 204;", rest(phase)));
      }
      number++;
    }
    locations
        .append("location = /plain { return 200 plain; }\nlocation @named { return 200 named; }\n")
        .append(LuaServer.content("/stays", BUSY + "ngx.say('begun') ngx.flush(true)"))
        .append(
            "location = /jump { rewrite_by_lua_block {\n"
                + BUSY
                + "ngx.req.set_uri('/plain', true)\n}\n}\n")
        .append(
            "location = /watched { lua_check_client_abort on; content_by_lua_block {\n"
                + BUSY
                + "ngx.say('begun') ngx.flush(true)\n}\n}\n");
    server = LuaServer.of(prefix, "client_body_buffer_size 4;", locations.toString());
  }

  private static String rest(String phase) {
    return phase.equals("content") ? "" : "content_by_lua_block { ngx.say('content') }";
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @MethodSource("ends")
  void nothingIsLeftAfter(String end) throws IOException {
    int number = ENDS.keySet().stream().toList().indexOf(end);
    for (String phase : new String[] {"content", "access", "rewrite"}) {
      server.answer(
          "POST /"
              + phase
              + number
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2000\r\n\r\n"
              + "0123456789".repeat(200));
      server.awaitNothingHeld();
    }
    assertThat(server.errorLog()).doesNotContain("unexpected error", "[alert]");
  }

  @Test
  void nothingIsLeftAfterAJump() throws IOException {
    String answer = server.get("/jump");

    assertThat(answer).endsWith("plain");
    server.awaitNothingHeld();
  }

  @Test
  void nothingIsLeftWhenAWatchedClientCloses() throws IOException {
    try (TestClient client = server.connect()) {
      client.get("/watched");
      client.readUntil("begun");
    }
    server.awaitNothingHeld();
    server.awaitLog("client prematurely closed connection");
  }

  @Test
  void keepAliveLeavesOnlyTheConnection() throws IOException {
    try (TestClient client = server.connect()) {
      client.get("/content0");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 503");
      assertThat(server.holdings()).containsOnlyKeys(Holdings.Kind.CONNECTION, Holdings.Kind.TIMER);
    }
    server.awaitNothingHeld();
  }

  @Test
  void nothingIsLeftWhenTheWorkerIsTerminated(@TempDir Path folder) throws Exception {
    TestServer own =
        LuaServer.of(folder, LuaServer.content("/", BUSY + "ngx.say('begun') ngx.flush(true)"));
    try (own;
        TestClient client = own.connect()) {
      client.get("/");
      client.readUntil("begun");
    }
    assertThat(own.errorLog()).doesNotContain("[alert]");
  }
}
