package io.perigee.http.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.http.core.Configurations;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code upstream} blocks accept, and nginx's words for what they do not. */
class UpstreamModuleTest {
  @TempDir Path prefix;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server 127.0.0.1;",
        "server [::1]:8080 weight=3 max_conns=10;",
        "server unix:/tmp/a.sock max_fails=0 fail_timeout=1m;",
        "zone a 64k; server 127.0.0.1; server 127.0.0.2 backup; server 127.0.0.3 down;",
        "least_conn; server 127.0.0.1; keepalive 4; keepalive_timeout 5s; keepalive_requests 7;",
        "ip_hash; server 127.0.0.1;",
        "hash $uri; server 127.0.0.1;",
        "hash $uri consistent; server 127.0.0.1;",
        "random two least_conn; server 127.0.0.1;"
      })
  void accepts(String inside) throws Exception {
    assertThat(new Configurations(prefix).answers(block(inside))).containsExactly("OK");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|no servers are inside upstream in nginx.conf:2",
        "server 127.0.0.1 backup;|no servers in upstream \"a\" in nginx.conf:2",
        "server 127.0.0.1 weight=0;|invalid parameter \"weight=0\" in nginx.conf:3",
        "server 127.0.0.1 slow;|invalid parameter \"slow\" in nginx.conf:3",
        "server 127.0.0.1:0;|invalid port in upstream \"127.0.0.1:0\" in nginx.conf:3",
        "server 127.0.0.1/x;|invalid host in upstream \"127.0.0.1/x\" in nginx.conf:3",
        "server nosuch.invalid;|host not found in upstream \"nosuch.invalid\" in nginx.conf:3",
        "keepalive 0;|invalid value \"0\" in \"keepalive\" directive in nginx.conf:3",
        "zone a 1k;|zone \"a\" is too small in nginx.conf:3",
        "hash $uri steady;|invalid parameter \"steady\" in nginx.conf:3",
        "random three;|invalid parameter \"three\" in nginx.conf:3"
      })
  void refuses(String inside, String message) throws Exception {
    assertThat(new Configurations(prefix).answers(block(inside == null ? "" : inside)))
        .last()
        .isEqualTo("[emerg] " + message);
  }

  private static String block(String inside) {
    return "events {}\nhttp { upstream a {\n" + inside + "\n} }\n";
  }
}
