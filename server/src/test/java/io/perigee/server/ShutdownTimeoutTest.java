package io.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code worker_shutdown_timeout} and the sockets of timers that keep an old worker. */
class ShutdownTimeoutTest {
  @TempDir Path folder;

  private String errorLog() throws IOException {
    return Files.readString(folder.resolve("logs/error.log"), StandardCharsets.ISO_8859_1);
  }

  private void awaitLine(String text) throws IOException {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!errorLog().contains(text)) {
      assertThat(System.nanoTime()).as(() -> "waits for " + text).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /**
   * Reloads while a timer runs this code, and waits until the old worker has ended; PEER stands for
   * a port where connections are accepted and nothing is said.
   */
  private String reloadDuring(String code) throws Exception {
    int port = RunningServer.freePort();
    try (ServerSocket peer = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Files.createDirectories(folder.resolve("conf"));
      Files.createDirectories(folder.resolve("logs"));
      Files.writeString(
          folder.resolve("conf/nginx.conf"),
          """
          worker_processes 1;
          worker_shutdown_timeout 200ms;
          error_log logs/error.log info;
          events {}
          http {
            access_log off;
            exit_worker_by_lua_block { ngx.log(ngx.WARN, "worker ends") }
            server {
              listen 127.0.0.1:PORT;
              location /run {
                content_by_lua_block {
                  ngx.timer.at(0, function()
                    %s
                  end)
                  ngx.say("set")
                }
              }
            }
          }
          """
              .formatted(code)
              .replace("PORT", Integer.toString(port))
              .replace("PEER", Integer.toString(peer.getLocalPort())));
      try (RunningServer server = new RunningServer(folder)) {
        assertThat(server.get(port, "/run").body()).isEqualTo("set\n");
        awaitLine("waiting");

        server.signal(Signals.Order.RELOAD, "1 (SIGHUP)");

        awaitLine("worker ends");
        return errorLog();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sock:receive()                          | nil closed",
        "sock:receive('*a')                      | nil nil",
        "sock:receiveany(10)                     | nil closed",
        "sock:receiveuntil('x')()                | nil closed",
        "sock:send(string.rep('x', 64000000))    | nil closed",
      })
  void aTimerThatWaitsForAConnectionIsToldThatItIsClosed(String call, String result)
      throws Exception {
    String log =
        reloadDuring(
            """
            local sock = assert(ngx.socket.connect("127.0.0.1", PEER))
            ngx.log(ngx.WARN, "waiting")
            local got, err = CALL
            ngx.log(ngx.WARN, "result: ", got == "" and "nil" or tostring(got), " ", err)
            """
                .replace("CALL", call));

    assertThat(log).contains("result: " + result + ", context: ngx.timer");
  }

  @Test
  void aTimerThatWaitsForADatagramIsToldThatItsSocketIsClosed() throws Exception {
    String log =
        reloadDuring(
            """
            local sock = ngx.socket.udp()
            assert(sock:setpeername("127.0.0.1", PEER))
            ngx.log(ngx.WARN, "waiting")
            ngx.log(ngx.WARN, "result: ", select(2, sock:receive()))
            """);

    assertThat(log).contains("result: closed, context: ngx.timer");
  }

  @Test
  void aConnectionThatNobodyWaitsForIsFoundClosedLater() throws Exception {
    String log =
        reloadDuring(
            """
            local sock = assert(ngx.socket.connect("127.0.0.1", PEER))
            local other = assert(ngx.socket.connect("127.0.0.1", PEER))
            ngx.log(ngx.WARN, "waiting")
            other:receive()
            ngx.log(ngx.WARN, "result: ", select(2, sock:receive()), " ", select(2, sock:send("x")))
            """);

    assertThat(log).contains("result: closed closed, context: ngx.timer");
  }

  @Test
  void whatIsConnectedAfterTheTimeIsOverLivesOn() throws Exception {
    String log =
        reloadDuring(
            """
            local sock = assert(ngx.socket.connect("127.0.0.1", PEER))
            ngx.log(ngx.WARN, "waiting")
            sock:receive()
            local other = assert(ngx.socket.connect("127.0.0.1", PEER))
            other:settimeout(50)
            ngx.log(ngx.WARN, "result: ", select(2, other:receive()))
            """);

    assertThat(log).contains("result: timeout, context: ngx.timer");
  }
}
