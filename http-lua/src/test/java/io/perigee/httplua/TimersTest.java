package io.perigee.httplua;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testing.TestClient;
import io.perigee.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ngx.timer.at} and {@code every}: semantics, section 8.2. */
class TimersTest {
  @TempDir Path prefix;

  @Test
  void aTimerThatSetsItselfAgainLeavesRoomForRequests() throws Exception {
    try (TestServer server =
        LuaServer.of(
            prefix,
            """
            init_worker_by_lua_block {
              runs = 0
              local function again() runs = runs + 1 ngx.timer.at(0, again) end
              ngx.timer.at(0, again)
            }
            """,
            LuaServer.content("/", "ngx.say(runs > 0)"))) {
      assertThat(server.body("/")).isEqualTo("true\n");
    }
  }

  @Test
  void everyWithANegativeDelayRunsAndLeavesRoomForRequests() throws Exception {
    try (TestServer server =
        LuaServer.of(
            prefix,
            """
            init_worker_by_lua_block {
              runs = 0
              ngx.timer.every(-1, function() runs = runs + 1 end)
            }
            """,
            LuaServer.content("/", "ngx.sleep(0.01) ngx.say(runs > 0)"))) {
      assertThat(server.body("/")).isEqualTo("true\n");
    }
  }

  @Test
  void waitingTimersRunPrematurelyWhenTheWorkerEnds() throws Exception {
    try (TestServer server =
        LuaServer.of(
            prefix,
            LuaServer.content(
                "/",
                """
                local function note(premature, name)
                  ngx.log(ngx.WARN, name, " premature: ", premature, " ", ngx.timer.at(1, note))
                end
                ngx.timer.at(1000, note, "once")
                ngx.timer.every(1000, note, "every")
                ngx.say(ngx.timer.pending_count())
                """))) {
      assertThat(server.body("/")).isEqualTo("2\n");

      server.quit();

      assertThat(server.errorLog())
          .contains("once premature: true nilprocess exiting")
          .contains("every premature: true")
          .contains("context: ngx.timer, client: 127.0.0.1, server: 127.0.0.1:");
    }
  }

  @Test
  void linesOfRunsWithoutAClientHaveAConnectionNumberOfTheirOwn() throws Exception {
    try (TestServer server =
        LuaServer.of(
            prefix,
            "init_worker_by_lua_block { ngx.log(ngx.WARN, 'hook') }",
            LuaServer.content(
                "/",
                """
                ngx.timer.at(0, function() ngx.log(ngx.WARN, 'timer') end)
                ngx.timer.at(0, function() ngx.log(ngx.WARN, 'timer') end)
                ngx.say(ngx.var.connection)
                """))) {
      long client = Long.parseLong(server.body("/").strip());

      server.quit();

      assertThat(server.errorLog())
          .containsPattern("#\\d+: \\*" + (client - 1) + " \\[lua] \\S+ hook, context: init_worker")
          .containsPattern("#\\d+: \\*" + (client + 1) + " \\[lua] \\S+ timer, context: ngx.timer")
          .containsPattern("#\\d+: \\*" + (client + 2) + " \\[lua] \\S+ timer, context: ngx.timer");
    }
  }

  @Test
  void linesOfTheLastHookHaveNeitherNumberNorContext() throws Exception {
    try (TestServer server =
        LuaServer.of(
            prefix,
            "exit_worker_by_lua_block { ngx.log(ngx.WARN, 'last words') }",
            LuaServer.content("/", "ngx.say('ok')"))) {
      server.quit();

      assertThat(server.errorLog())
          .containsPattern("#\\d+: \\[lua] exit_worker_by_lua\\(\\S+: last words\n");
    }
  }

  @Test
  void timersBeyondTheLimitsAreRefused() throws Exception {
    try (TestServer server =
        LuaServer.of(
            prefix,
            "lua_max_pending_timers 2;\nlua_max_running_timers 1;\n",
            LuaServer.content(
                "/",
                """
                local function busy() ngx.sleep(0.05) end
                ngx.say(ngx.timer.at(0, busy))
                ngx.say(ngx.timer.at(0, busy))
                ngx.say(ngx.timer.at(0, busy))
                ngx.sleep(0.01)
                ngx.say(ngx.timer.running_count(), ngx.timer.pending_count())
                """))) {
      assertThat(server.body("/")).isEqualTo("1\n1\nniltoo many pending timers\n10\n");
      assertThat(server.errorLog())
          .contains("lua failed to run timer with function defined at")
          .contains("1 lua_max_running_timers are not enough\n");
      server.awaitNothingHeld();
    }
  }

  @Test
  void aRequestInWorkKeepsItsWorkerUntilItIsAnswered() throws Exception {
    try (TestServer server =
            LuaServer.of(
                prefix,
                LuaServer.content(
                    "/",
                    """
                    ngx.say('a') ngx.flush(true)
                    while not ngx.worker.exiting() do ngx.sleep(0.001) end
                    ngx.say('b')
                    """));
        TestClient client = server.connect()) {
      client.get("/");
      client.readUntil("a");

      server.quit();

      assertThat(client.readAll()).contains("b");
    }
  }
}
