package io.perigee.httpmodules;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testing.TestServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are passed on, through real sockets to a server that follows a script. */
class ProxyTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  @TempDir Path folder;

  private TestServer server(ScriptedPeer peer, String inside) throws Exception {
    return StandardServer.of(
        folder,
        """
        error_log error.log info;
        events {}
        http {
          access_log off;
          upstream kept { server 127.0.0.1:@PEER@; keepalive 2; }
          server {
            listen 127.0.0.1:@PORT@;
            %s
          }
        }
        """
            .formatted(inside)
            .replace("@PEER@", Integer.toString(peer.port())));
  }

  private static String get(TestServer server, String target) throws Exception {
    return server.answer("GET " + target + " HTTP/1.1\r\nHost: front\r\nConnection: close\r\n\r\n");
  }

  @Test
  void theLocationsPathIsReplacedByThatOfProxyPass() throws Exception {
    try (ScriptedPeer peer = new ScriptedPeer(OK);
        TestServer server =
            server(peer, "location /one/ { proxy_pass http://127.0.0.1:@PEER@/two/; }")) {

      String answer = get(server, "/one/a%20b?c=d");

      assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nhello");
      assertThat(peer.requests())
          .containsExactly(
              "GET /two/a%20b?c=d HTTP/1.0\r\nHost: 127.0.0.1:"
                  + peer.port()
                  + "\r\nConnection: close\r\n\r\n");
    }
  }

  @Test
  void withoutAPathTheTargetIsPassedAsTheClientSentIt() throws Exception {
    try (ScriptedPeer peer = new ScriptedPeer(OK);
        TestServer server = server(peer, "location / { proxy_pass http://127.0.0.1:@PEER@; }")) {

      get(server, "/a%2Fb/../c?x");

      assertThat(peer.requests().getFirst()).startsWith("GET /a%2Fb/../c?x HTTP/1.0\r\n");
    }
  }

  @Test
  void fieldsOfProxySetHeaderReplaceTheClientsAndEmptyOnesAreLeftOut() throws Exception {
    String inside =
        """
        location / {
          proxy_pass http://127.0.0.1:@PEER@;
          proxy_http_version 1.1;
          proxy_set_header Host $http_host;
          proxy_set_header Connection "";
          proxy_set_header X-Real-IP $remote_addr;
          proxy_set_header Accept "";
        }
        """;
    try (ScriptedPeer peer = new ScriptedPeer(OK + ScriptedPeer.CLOSE);
        TestServer server = server(peer, inside)) {

      server.answer(
          "GET / HTTP/1.1\r\nHost: front\r\nAccept: a\r\nX-Own: b\r\nConnection: close\r\n\r\n");

      assertThat(peer.requests())
          .containsExactly(
              "GET / HTTP/1.1\r\nHost: front\r\nX-Real-IP: 127.0.0.1\r\nX-Own: b\r\n\r\n");
    }
  }

  @Test
  void bodiesArePassedWithTheirLength() throws Exception {
    try (ScriptedPeer peer = new ScriptedPeer(OK);
        TestServer server = server(peer, "location / { proxy_pass http://127.0.0.1:@PEER@; }")) {

      server.answer(
          lines(
              "POST / HTTP/1.1",
              "Host: a",
              "Connection: close",
              "Transfer-Encoding: chunked",
              "",
              "3",
              "abc",
              "0",
              "",
              ""));

      assertThat(peer.requests().getFirst())
          .contains("Content-Length: 3\r\n")
          .endsWith("\r\n\r\nabc");
    }
  }

  @Test
  void connectionsOfAGroupAreUsedAgain() throws Exception {
    String inside =
        """
        location / {
          proxy_pass http://kept;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
        }
        """;
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    try (ScriptedPeer peer = new ScriptedPeer(OK, chunked, OK);
        TestServer server = server(peer, inside)) {

      assertThat(get(server, "/1")).endsWith("hello");
      assertThat(get(server, "/2")).endsWith("5\r\nhello\r\n0\r\n\r\n");
      assertThat(get(server, "/3")).endsWith("hello");

      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  @Test
  void aKeptConnectionThatThePeerClosesIsReplacedWithoutAnError() throws Exception {
    String inside = "location / { proxy_pass http://kept; proxy_http_version 1.1; }";
    try (ScriptedPeer peer = new ScriptedPeer(OK + ScriptedPeer.CLOSE);
        TestServer server = server(peer, inside)) {

      assertThat(get(server, "/1")).endsWith("hello");
      assertThat(get(server, "/2")).endsWith("hello");

      assertThat(server.errorLog()).doesNotContain("[error]");
    }
  }

  @Test
  void aPeerThatRefusesIsLoggedAndTheNextOneAnswers() throws Exception {
    ScriptedPeer gone = new ScriptedPeer(OK);
    gone.close();
    try (ScriptedPeer peer = new ScriptedPeer(OK);
        TestServer server =
            StandardServer.of(
                folder,
                """
                error_log error.log info;
                events {}
                http {
                  access_log off;
                  upstream two { server 127.0.0.1:%d; server 127.0.0.1:%d backup; }
                  server {
                    listen 127.0.0.1:@PORT@;
                    location / {
                      proxy_pass http://two;
                      add_header X-Peers $upstream_addr:$upstream_status;
                    }
                  }
                }
                """
                    .formatted(gone.port(), peer.port()))) {

      String answer = get(server, "/");

      assertThat(answer)
          .endsWith("hello")
          .contains(
              "X-Peers: 127.0.0.1:%d, 127.0.0.1:%d:502, 200\r\n"
                  .formatted(gone.port(), peer.port()));
      assertThat(server.errorLog())
          .contains(
              "[error]",
              "connect() failed (111: Connection refused) while connecting to upstream, client:"
                  + " 127.0.0.1, server: , request: \"GET / HTTP/1.1\", upstream:"
                  + " \"http://127.0.0.1:"
                  + gone.port()
                  + "/\", host: \"front\"");
    }
  }

  @Test
  void aPeerThatClosesBeforeItsHeaderIsABadGateway() throws Exception {
    try (ScriptedPeer peer = new ScriptedPeer("HTTP/1.1 200" + ScriptedPeer.CLOSE);
        TestServer server = server(peer, "location / { proxy_pass http://127.0.0.1:@PEER@; }")) {

      assertThat(get(server, "/")).startsWith("HTTP/1.1 502 Bad Gateway");

      assertThat(server.errorLog())
          .contains(
              "upstream prematurely closed connection while reading response header from upstream");
    }
  }

  @Test
  void aPeerThatIsSilentIsAGatewayTimeOut() throws Exception {
    String inside = "location / { proxy_pass http://127.0.0.1:@PEER@; proxy_read_timeout 50ms; }";
    try (ScriptedPeer peer = new ScriptedPeer("");
        TestServer server = server(peer, inside)) {

      assertThat(get(server, "/")).startsWith("HTTP/1.1 504 Gateway Time-out");

      assertThat(server.errorLog())
          .contains(
              "upstream timed out (110: Connection timed out) while reading response header from"
                  + " upstream");
    }
  }

  @Test
  void whatDoesNotFillABufferIsLeftOutWhenAPeerFallsSilent() throws Exception {
    String inside =
        """
        location /on { proxy_pass http://127.0.0.1:@PEER@; proxy_read_timeout 50ms; }
        location /off {
          proxy_buffering off; proxy_pass http://127.0.0.1:@PEER@; proxy_read_timeout 50ms;
        }
        """;
    String half = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello";
    try (ScriptedPeer peer = new ScriptedPeer(half, half);
        TestServer server = server(peer, inside)) {

      assertThat(get(server, "/on")).endsWith("\r\n\r\n");
      assertThat(get(server, "/off")).endsWith("\r\n\r\nhello");

      assertThat(server.errorLog())
          .contains("upstream timed out (110: Connection timed out) while reading upstream");
    }
  }

  @Test
  void aBodyThatEndsEarlyLeavesTheResponseWithoutItsEnd() throws Exception {
    String cut =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n" + ScriptedPeer.CLOSE;
    try (ScriptedPeer peer = new ScriptedPeer(cut);
        TestServer server = server(peer, "location / { proxy_pass http://127.0.0.1:@PEER@; }")) {

      assertThat(get(server, "/")).endsWith("5\r\nhello\r\n");

      assertThat(server.errorLog())
          .contains("upstream prematurely closed connection while reading upstream");
    }
  }

  @Test
  void headsThatAreNotOfTheProtocolAreRefused() throws Exception {
    String both =
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    String badName = "HTTP/1.1 200 OK\r\nBad Name: x\r\n\r\n";
    String badLength = "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n";
    String large = "HTTP/1.1 200 OK\r\nX: " + "y".repeat(5000) + "\r\n\r\n";
    try (ScriptedPeer peer = new ScriptedPeer(both, badName, badLength, large);
        TestServer server = server(peer, "location / { proxy_pass http://127.0.0.1:@PEER@; }")) {

      for (int i = 0; i < 4; i++) {
        assertThat(get(server, "/")).startsWith("HTTP/1.1 502 Bad Gateway");
      }

      assertThat(server.errorLog())
          .contains("upstream sent \"Content-Length\" and \"Transfer-Encoding\" headers at the")
          .contains("upstream sent invalid header: \"Bad\\x20...\"")
          .contains("upstream sent invalid \"Content-Length\" header")
          .contains("upstream sent too big header while reading response header from upstream");
    }
  }

  @Test
  void fieldsOfTheResponseAreHiddenRewrittenAndPassed() throws Exception {
    String reply =
        lines(
            "HTTP/1.1 302 Elsewhere",
            "Server: peer",
            "X-Accel-Expires: 1",
            "X-A: 1",
            "X-B: 2",
            "Set-Cookie: a=b; Domain=peer.example; Path=/two/",
            "Content-Length: 0",
            "",
            "");
    String inside =
        """
        location /one/ {
          proxy_pass http://127.0.0.1:@PEER@/two/;
          proxy_hide_header X-B;
          proxy_pass_header Server;
          proxy_cookie_domain peer.example front.example;
          proxy_cookie_path /two/ /one/;
          absolute_redirect off;
        }
        """;
    try (ScriptedPeer peer = new ScriptedPeer(reply);
        TestServer server = server(peer, inside)) {

      String answer = get(server, "/one/");

      assertThat(answer)
          .startsWith("HTTP/1.1 302 Elsewhere\r\nServer: peer\r\n")
          .contains("X-A: 1\r\n")
          .contains("Set-Cookie: a=b; Domain=front.example; Path=/one/\r\n")
          .doesNotContain("X-B", "X-Accel-Expires");
    }
  }

  @Test
  void locationsOfThePeerBecomeTheClients() throws Exception {
    try (ScriptedPeer peer =
            new ScriptedPeer(
                "HTTP/1.1 302 Found\r\nLocation: http://back/two/x?y\r\nContent-Length: 0\r\n\r\n");
        TestServer server =
            StandardServer.of(
                folder,
                """
                events {}
                http {
                  access_log off;
                  upstream back { server 127.0.0.1:%d; }
                  server {
                    listen 127.0.0.1:@PORT@;
                    absolute_redirect off;
                    location /one/ { proxy_pass http://back/two/; }
                    location /three/ {
                      proxy_pass http://back/;
                      proxy_redirect ~^http://back/(.*)$ /four/$1;
                    }
                  }
                }
                """
                    .formatted(peer.port()))) {
      assertThat(get(server, "/one/")).contains("\r\nLocation: /one/x?y\r\n");
      assertThat(get(server, "/three/")).contains("\r\nLocation: /four/two/x?y\r\n");
    }
  }

  @Test
  void xAccelRedirectIsFollowedInside() throws Exception {
    String reply =
        "HTTP/1.1 200 OK\r\nX-Accel-Redirect: /inside/a?b=c\r\nSet-Cookie: s=1\r\n"
            + "Content-Length: 5\r\n\r\nhello";
    String inside =
        """
        location / { proxy_pass http://127.0.0.1:@PEER@; }
        location /inside/ { internal; return 200 "$uri $args"; }
        """;
    try (ScriptedPeer peer = new ScriptedPeer(reply);
        TestServer server = server(peer, inside)) {

      assertThat(get(server, "/")).contains("Set-Cookie: s=1\r\n").endsWith("/inside/a b=c");
    }
  }

  @Test
  void errorsOfThePeerAreReplacedByErrorPagesWhereThatIsWanted() throws Exception {
    String inside =
        """
        location / {
          proxy_pass http://127.0.0.1:@PEER@;
          proxy_intercept_errors on;
          error_page 404 = /page;
        }
        location = /page { return 200 "page"; }
        """;
    try (ScriptedPeer peer =
            new ScriptedPeer("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone");
        TestServer server = server(peer, inside)) {

      assertThat(get(server, "/")).endsWith("\r\n\r\npage");
    }
  }

  @Test
  void messagesAfterAnInternalRedirectSayNothingOfTheExchangeBefore() throws Exception {
    String inside =
        """
        location / {
          proxy_pass http://127.0.0.1:@PEER@;
          proxy_intercept_errors on;
          error_page 404 = /missing;
        }
        location = /missing { root nowhere; }
        """;
    try (ScriptedPeer peer =
            new ScriptedPeer("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone");
        TestServer server = server(peer, inside)) {

      assertThat(get(server, "/")).startsWith("HTTP/1.1 404 Not Found");

      assertThat(server.errorLog()).contains("failed (2: No such file or directory), client: ");
    }
  }

  @Test
  void anUpgradedConnectionIsATunnel() throws Exception {
    String inside =
        """
        location / {
          proxy_pass http://127.0.0.1:@PEER@;
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection upgrade;
        }
        """;
    String switched = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: words\r\n\r\nearly";
    try (ScriptedPeer peer = new ScriptedPeer(switched, "echo" + ScriptedPeer.CLOSE);
        TestServer server = server(peer, inside);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      client.setSoTimeout(5000);
      client
          .getOutputStream()
          .write(
              bytes("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: words\r\nConnection: upgrade\r\n\r\n"));
      InputStream in = client.getInputStream();
      String head = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
      assertThat(head).isEqualTo("HTTP/1.1 101");

      client.getOutputStream().write(bytes("some words\r\n\r\n"));

      assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains("\r\nUpgrade: words\r\n")
          .endsWith("earlyecho");
      assertThat(peer.requests().getLast()).isEqualTo("some words\r\n\r\n");
    }
  }

  @Test
  void aSlowClientGetsAllOfALargeResponse() throws Exception {
    int size = 8 << 20;
    String large = "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n" + "x".repeat(size);
    String inside =
        """
        location / { proxy_pass http://127.0.0.1:@PEER@; }
        location /memory { proxy_pass http://127.0.0.1:@PEER@; proxy_max_temp_file_size 0; }
        location /direct { proxy_pass http://127.0.0.1:@PEER@; proxy_buffering off; }
        """;
    try (ScriptedPeer peer = new ScriptedPeer(large);
        TestServer server = server(peer, inside)) {
      for (String target : new String[] {"/", "/memory", "/direct"}) {
        try (Socket client = new Socket()) {
          client.setReceiveBufferSize(8192);
          client.connect(
              new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
          client.setSoTimeout(5000);
          client
              .getOutputStream()
              .write(bytes("GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));

          byte[] all = client.getInputStream().readAllBytes();

          assertThat(all.length).as(target).isBetween(size + 1, size + 1000);
        }
      }
    }
  }

  @Test
  void aClientThatLeavesEndsTheExchange() throws Exception {
    try (ScriptedPeer peer = new ScriptedPeer("");
        TestServer server = server(peer, "location / { proxy_pass http://127.0.0.1:@PEER@; }")) {
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        client.getOutputStream().write(bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        server.await(() -> peer.requests().size() == 1);
      }

      server.await(
          () ->
              server
                  .errorLog()
                  .contains(
                      "client prematurely closed connection, so upstream connection is closed too"
                          + " while sending request to upstream"));
    }
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
