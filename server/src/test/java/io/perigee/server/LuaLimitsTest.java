package io.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code lua_cpu_limit} and {@code lua_time_slice}: code that never ends harms nobody else. */
@Timeout(30)
final class LuaLimitsTest {
  @TempDir static Path folder;
  private static int port;
  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    port = RunningServer.freePort();
    server =
        RunningServer.ofHttp(
            folder,
            port,
            """
            lua_cpu_limit 100ms;
            lua_shared_dict state 100k;
            server {
              listen PORT;
              location = /ok { content_by_lua_block { ngx.say("ok") } }
              location = /content { content_by_lua_block {
                local function spin()
                  while true do
                  end
                end
                pcall(spin)
                ngx.say("not stopped")
              } }
              location = /thread { content_by_lua_block {
                local function body()
                  ngx.sleep(0)
                  coroutine.wrap(function() while true do end end)()
                end
                ngx.thread.wait(ngx.thread.spawn(body))
                ngx.say("not stopped")
              } }
              location = /set { set_by_lua_block $x { while true do end } return 200 "$x"; }
              location = /rewrite {
                rewrite_by_lua_block { while true do end }
                content_by_lua_block { ngx.say("not stopped") }
              }
              location = /access {
                access_by_lua_block { while true do end }
                content_by_lua_block { ngx.say("not stopped") }
              }
              location = /header_filter {
                header_filter_by_lua_block { while ngx.status == 200 do end }
                content_by_lua_block { ngx.say("not stopped") }
              }
              location = /log {
                log_by_lua_block { while true do end }
                content_by_lua_block { ngx.say("answered") }
              }
              location = /timer { content_by_lua_block {
                ngx.timer.at(0, function() while true do end end)
                ngx.say("answered")
              } }
              location = /pieces { content_by_lua_block {
                while true do
                  for i = 1, 1e6 do end
                  ngx.sleep(0)
                end
              } }
              location = /waiting { content_by_lua_block {
                ngx.sleep(0.3)
                ngx.say("answered")
              } }
              location = /unlimited {
                lua_cpu_limit off;
                content_by_lua_block {
                  local stop = ngx.now() + 0.3
                  while ngx.now() < stop do ngx.update_time() end
                  ngx.say("answered")
                }
              }
              location = /slices {
                lua_cpu_limit off;
                lua_time_slice 5ms;
                content_by_lua_block {
                  local state = ngx.shared.state
                  state:set("running", true)
                  while not state:get("over") do end
                  ngx.say("saw it")
                }
              }
              location = /end { content_by_lua_block {
                if ngx.shared.state:get("running") then ngx.shared.state:set("over", true) end
                ngx.say(ngx.shared.state:get("over") or "not yet")
              } }
            }
            """);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/content, 503",
    "/thread, 503",
    "/set, 503",
    "/rewrite, 503",
    "/access, 503",
    "/pieces, 503",
    "/log, 200",
    "/timer, 200",
    "/waiting, 200",
    "/unlimited, 200"
  })
  void aRunawayHandlerIsStoppedAndTheWorkerLivesOn(String uri, int status) throws Exception {
    HttpResponse<String> answer = server.get(port, uri);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("not stopped");
    assertThat(server.get(port, "/ok").body()).isEqualTo("ok\n");
  }

  @Test
  void aRunawayHeaderFilterIsStoppedAndLogged() throws Exception {
    server.getLater(port, "/header_filter").handle((answer, failure) -> answer).join();

    assertThat(Files.readString(folder.resolve("logs/error.log"), StandardCharsets.ISO_8859_1))
        .containsPattern(
            "failed to run header_filter_by_lua\\*: header_filter_by_lua\\(nginx\\.conf:\\d+\\):1: "
                + "CPU time limit of 100ms exceeded");
    assertThat(server.get(port, "/ok").body()).isEqualTo("ok\n");
  }

  @Test
  void theLogNamesFileAndLine() throws Exception {
    server.get(port, "/content");

    assertThat(Files.readString(folder.resolve("logs/error.log"), StandardCharsets.ISO_8859_1))
        .contains("lua entry thread aborted: runtime error: content_by_lua(nginx.conf:")
        .containsPattern(
            "content_by_lua\\(nginx\\.conf:\\d+\\):3: CPU time limit of 100ms exceeded")
        .containsPattern("content_by_lua\\(nginx\\.conf:\\d+\\):6: in main chunk");
  }

  @Test
  void inATimeSliceOthersGetTheirTurn() throws Exception {
    CompletableFuture<HttpResponse<String>> slices = server.getLater(port, "/slices");
    while (!server.get(port, "/end").body().equals("true\n")) {
      Thread.onSpinWait();
    }

    assertThat(slices.join().body()).isEqualTo("saw it\n");
  }
}
