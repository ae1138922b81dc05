package io.perigee.httpmodules;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of two peers a request goes to. */
class BalancingTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir Path folder;

  private TestServer server(String way, String first, String second) throws Exception {
    return StandardServer.of(
        folder,
        """
        error_log error.log info;
        events {}
        http {
          access_log off;
          upstream two { %s server %s; server %s; }
          server { listen 127.0.0.1:@PORT@; location / { proxy_pass http://two; } }
        }
        """
            .formatted(way, first, second));
  }

  private static String name(ScriptedPeer peer) {
    return "127.0.0.1:" + peer.port();
  }

  @Test
  void serversTakeTurnsByWeight() throws Exception {
    try (ScriptedPeer heavy = new ScriptedPeer(OK);
        ScriptedPeer light = new ScriptedPeer(OK);
        TestServer server = server("", name(heavy) + " weight=2", name(light))) {

      for (int i = 0; i < 6; i++) {
        assertThat(server.body("/" + i)).isEqualTo("ok");
      }

      assertThat(heavy.requests()).hasSize(4);
      assertThat(light.requests()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ip_hash;", "hash $remote_addr;", "hash $remote_addr consistent;"})
  void whatIsHashedAlikeGoesToOneServer(String way) throws Exception {
    try (ScriptedPeer one = new ScriptedPeer(OK);
        ScriptedPeer other = new ScriptedPeer(OK);
        TestServer server = server(way, name(one), name(other))) {

      for (int i = 0; i < 4; i++) {
        assertThat(server.body("/" + i)).isEqualTo("ok");
      }

      assertThat(one.requests().size()).isIn(0, 4);
      assertThat(other.requests().size()).isEqualTo(4 - one.requests().size());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"least_conn;", "ip_hash;", "hash $uri;", "hash $uri consistent;", "random two;"})
  void eachWayFindsTheServerThatIsAlive(String way) throws Exception {
    ScriptedPeer gone = new ScriptedPeer(OK);
    gone.close();
    try (ScriptedPeer alive = new ScriptedPeer(OK);
        TestServer server = server(way, name(gone), name(alive))) {

      for (int i = 0; i < 4; i++) {
        assertThat(server.body("/" + i)).isEqualTo("ok");
      }
    }
  }

  @Test
  void aServerThatFailedIsLeftAloneAndNoneIsAnError() throws Exception {
    ScriptedPeer gone = new ScriptedPeer(OK);
    gone.close();
    try (TestServer server = server("", name(gone), name(gone))) {

      assertThat(server.body("/")).contains("502 Bad Gateway");
      assertThat(server.body("/")).contains("502 Bad Gateway");

      assertThat(server.errorLog())
          .contains("upstream server temporarily disabled while connecting to upstream")
          .contains("no live upstreams while connecting to upstream")
          .contains("upstream: \"http://two/\"");
    }
  }
}
