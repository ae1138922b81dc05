package io.perigee.httpmodules;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of memcached as responses; the peer follows a script. */
class MemcachedTest {
  @TempDir Path folder;

  private TestServer server(ScriptedPeer peer, String inside) throws Exception {
    return StandardServer.of(
        folder,
        """
        error_log error.log info;
        events {}
        http {
          access_log off;
          server {
            listen 127.0.0.1:@PORT@;
            location / {
              set $memcached_key $arg_key;
              memcached_pass 127.0.0.1:@PEER@;
              %s
            }
            location = /page { return 200 "page"; }
            location /memc {
              set $memc_key $arg_key;
              set $memc_cmd $arg_cmd;
              memc_pass 127.0.0.1:@PEER@;
            }
          }
        }
        """
            .formatted(inside)
            .replace("@PEER@", Integer.toString(peer.port())));
  }

  @Test
  void aValueIsTheBody() throws Exception {
    try (ScriptedPeer peer = new ScriptedPeer("VALUE a%2520b 0 5\r\nhello\r\nEND\r\n");
        TestServer server = server(peer, "")) {

      assertThat(server.body("/?key=a%20b")).isEqualTo("hello");

      assertThat(peer.requests()).containsExactly("get a%2520b\r\n");
    }
  }

  @Test
  void aKeyThatIsNotThereIs404AndMayHaveAnErrorPage() throws Exception {
    try (ScriptedPeer peer = new ScriptedPeer("END\r\n");
        TestServer server = server(peer, "error_page 404 = /page;")) {

      assertThat(server.body("/?key=a")).isEqualTo("page");

      assertThat(server.errorLog()).contains("key: \"a\" was not found by memcached");
    }
  }

  @Test
  void theGzipFlagBecomesAnEncoding() throws Exception {
    try (ScriptedPeer peer = new ScriptedPeer("VALUE a 2 3\r\nabc\r\nEND\r\n");
        TestServer server = server(peer, "memcached_gzip_flag 2;")) {

      String answer = server.answer("GET /?key=a HTTP/1.0\r\n\r\n");

      assertThat(answer).contains("Content-Encoding: gzip\r\n").endsWith("abc");
    }
  }

  @Test
  void anAnswerAboutAnotherKeyIsABadGateway() throws Exception {
    try (ScriptedPeer peer = new ScriptedPeer("VALUE b 0 5\r\nhello\r\nEND\r\n");
        TestServer server = server(peer, "")) {

      assertThat(server.answer("GET /?key=a HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 502");

      assertThat(server.errorLog())
          .contains("memcached sent invalid key in response \"VALUE b 0 5\" for key \"a\"");
    }
  }

  @Test
  void withoutAKeyNothingIsAsked() throws Exception {
    try (ScriptedPeer peer = new ScriptedPeer("END\r\n");
        TestServer server = server(peer, "")) {

      assertThat(server.answer("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 500");
      assertThat(server.answer("GET /memc HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 400");

      assertThat(peer.requests()).isEmpty();
      assertThat(server.errorLog()).contains("the \"$memcached_key\" variable is not set");
    }
  }

  @Test
  void commandsThatMemcDoesNotKnowAreRefused() throws Exception {
    try (ScriptedPeer peer = new ScriptedPeer("END\r\n");
        TestServer server = server(peer, "")) {

      assertThat(server.answer("GET /memc?key=a&cmd=drop HTTP/1.0\r\n\r\n"))
          .startsWith("HTTP/1.1 400");
      assertThat(server.answer("OPTIONS /memc?key=a HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 405");
    }
  }
}
