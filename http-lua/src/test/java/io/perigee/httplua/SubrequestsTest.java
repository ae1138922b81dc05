package io.perigee.httplua;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ngx.location.capture} and {@code capture_multi}: semantics, section 8.6. */
class SubrequestsTest {
  @TempDir static Path prefix;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        LuaServer.of(
            prefix,
            LuaServer.content("/hi", "ngx.print('hi')")
                + LuaServer.content("/slow", "ngx.sleep(0.02) ngx.print('slow')")
                + LuaServer.content(
                    "/try",
                    """
                    local args = assert(loadstring("return " .. ngx.unescape_uri(ngx.var.args)))
                    local ok, message = pcall(ngx.location.capture, args())
                    ngx.say(ok, " ", message)
                    """)
                + LuaServer.content(
                    "/many",
                    """
                    local slow, none, hi = ngx.location.capture_multi{
                      {"/slow"}, {"/none"}, {"/hi", {method = ngx.HTTP_POST, body = "x"}}}
                    ngx.say(slow.body, " ", none.status, " ", hi.body, " ", hi.truncated)
                    """)
                + LuaServer.content(
                    "/ends",
                    """
                    local spawn = ngx.thread.spawn
                    local t = spawn(function() return ngx.location.capture("/slow").body end)
                    ngx.say(ngx.thread.kill(t))
                    ngx.say(pcall(ngx.exit, 200))
                    ngx.say(pcall(ngx.exec, "/hi"))
                    ngx.say(select(2, ngx.thread.wait(t)))
                    """)
                + LuaServer.content(
                    "/left",
                    "ngx.thread.spawn(function()\n"
                        + "ngx.location.capture('/slow') end) ngx.exit(ngx.ERROR)"));
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
          "/hi",{vars={nosuch=1}} | false failed to adjust the subrequest: -1
          "/hi",{vars={host=1}}   | false failed to adjust the subrequest: 500
          "/hi",{method=3}        | false failed to adjust the subrequest: -1
          "/hi",1 | false expecting table as the 2nd argument for subrequest 0, but got number
          "/../x"                 | false unsafe uri in argument #1: /../x
          """)
  void aRefusedSubrequestLeavesNothingBehind(String arguments, String expected) throws IOException {
    assertThat(server.body("/try?" + arguments.replace("\"", "%22")).strip()).isEqualTo(expected);
    server.awaitNothingHeld();
  }

  @Test
  void subrequestsOfOneCallRunSideBySide() throws IOException {
    assertThat(server.body("/many")).isEqualTo("slow 404 hi false\n");
  }

  @Test
  void aThreadThatWaitsForSubrequestsCannotBeKilledNorItsRequestLeft() throws IOException {
    assertThat(server.body("/ends"))
        .isEqualTo(
            """
            nilpending subrequests
            falseattempt to abort with pending subrequests
            falseattempt to abort with pending subrequests
            slow
            """);
  }

  @Test
  void anErrorEndsARequestWithSubrequestsAtOnce() throws IOException {
    assertThat(server.body("/left")).isEmpty();
    server.awaitNothingHeld();
  }
}
