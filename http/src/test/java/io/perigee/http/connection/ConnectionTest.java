package io.perigee.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.core.text.Ascii;
import io.perigee.core.worker.Transport;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectionTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  @TempDir Path prefix;

  private static String read(Socket socket, int bytes) throws IOException {
    return Ascii.string(socket.getInputStream().readNBytes(bytes));
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(Ascii.latin1(text));
  }

  private static int occurrences(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void answersPipelinedRequestsInOrderOnEachTransport(Transport transport) throws Exception {
    if (!transport.available()) {
      return;
    }
    try (TestServer server = new TestServer(prefix, transport, "location / { answer; }")) {
      String answer =
          server.exchange(
              GET
                  + "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxy"
                  + "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(answer).containsSubsequence("GET /||", "POST /2||xy", "GET /3||");
      assertThat(occurrences(answer, "Connection: keep-alive\r\n")).isEqualTo(3);
    }
  }

  @Test
  void sendsContinueBeforeTheBodyComes() throws Exception {
    try (TestServer server = new TestServer(prefix, Transport.best(), "location / { answer; }");
        Socket socket = server.connect()) {
      write(
          socket,
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(read(socket, 25)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      write(socket, "ok");
      assertThat(read(socket, 15)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void closesAfterKeepaliveRequests() throws Exception {
    try (TestServer server =
        new TestServer(prefix, Transport.best(), "keepalive_requests 2; location / { answer; }")) {
      String answer = server.exchange(GET + GET + GET);

      assertThat(occurrences(answer, "200 OK")).isEqualTo(2);
      assertThat(occurrences(answer, "Connection: close\r\n")).isEqualTo(1);
    }
  }

  @Test
  void closesAConnectionThatStaysIdle() throws Exception {
    try (TestServer server =
            new TestServer(
                prefix, Transport.best(), "keepalive_timeout 20ms 7s; location / { answer; }");
        Socket socket = server.connect()) {
      write(socket, GET);
      String answer = Ascii.string(socket.getInputStream().readAllBytes());
      assertThat(answer).contains("Connection: keep-alive\r\nKeep-Alive: timeout=7\r\n");
    }
  }

  @Test
  void closesWithoutAnAnswerWhenTheHeaderDoesNotCome() throws Exception {
    try (TestServer server =
            new TestServer(
                prefix, Transport.best(), "client_header_timeout 1s; location / { answer; }");
        Socket socket = server.connect()) {
      write(socket, "GET / HT");
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
      assertThat(server.log())
          .contains("client timed out (110: Connection timed out) while reading");
    }
  }

  @Test
  void closesWithoutAnAnswerWhenTheBodyDoesNotCome() throws Exception {
    try (TestServer server =
            new TestServer(
                prefix, Transport.best(), "client_body_timeout 1s; location / { answer; }");
        Socket socket = server.connect()) {
      write(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @Test
  void keepsALargeBodyInAFile() throws Exception {
    try (TestServer server =
        new TestServer(
            prefix, Transport.best(), "client_body_buffer_size 1k; location / { answer; }")) {
      String body = "x".repeat(5000);
      String answer =
          server.exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n" + body);

      assertThat(answer).endsWith("POST /||in file");
      assertThat(server.log()).contains("a client request body is buffered to a temporary file ");
    }
  }

  @Test
  void refusesALineThatFitsNoBuffer() throws Exception {
    try (TestServer server =
        new TestServer(
            prefix, Transport.best(), "large_client_header_buffers 2 1k; location / { answer; }")) {
      String fits = "X: " + "a".repeat(900) + "\r\n";
      assertThat(server.exchange("GET /" + "a".repeat(2000) + " HTTP/1.1\r\n"))
          .startsWith("HTTP/1.1 414 ");
      assertThat(server.exchange("GET / HTTP/1.1\r\nHost: a\r\n" + fits + fits + "\r\n"))
          .startsWith("HTTP/1.1 200 ");
      assertThat(server.exchange("GET / HTTP/1.1\r\nHost: a\r\n" + fits.repeat(5) + "\r\n"))
          .startsWith("HTTP/1.1 400 ")
          .contains("Request Header Or Cookie Too Large");
      assertThat(server.log())
          .contains("client sent too long URI", "client sent too long header line: \"X: aaa");
    }
  }

  @Test
  void answersAnotherRequestWhileTheWorkerEnds() throws Exception {
    try (TestServer server = new TestServer(prefix, Transport.best(), "location / { answer; }");
        Socket socket = server.connect()) {
      write(socket, GET);
      assertThat(read(socket, 15)).isEqualTo("HTTP/1.1 200 OK");
      server.worker().quit(0);
      write(socket, GET);
      String rest = Ascii.string(socket.getInputStream().readAllBytes());

      assertThat(rest).contains("Connection: close\r\n").endsWith("GET /||");
    }
  }

  @Test
  void waitsForAClientThatReadsLate() throws Exception {
    try (TestServer server =
            new TestServer(
                prefix,
                Transport.best(),
                "location / { answer; } location /large { large_answer; }");
        Socket socket = server.connect()) {
      write(socket, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
      write(socket, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      // another client is served while the first one does not read
      assertThat(server.exchange(GET)).endsWith("GET /||");
      String all = Ascii.string(socket.getInputStream().readAllBytes());

      assertThat(all.length()).isGreaterThan(TestServer.LARGE);
      assertThat(all.substring(TestServer.LARGE))
          .contains("xxx\r\n0\r\n\r\nHTTP/1.1 200 OK")
          .endsWith("GET /||");
    }
  }

  @Test
  void givesUpAClientThatDoesNotRead() throws Exception {
    try (TestServer server =
            new TestServer(
                prefix, Transport.best(), "send_timeout 50ms; location / { large_answer; }");
        Socket socket = server.connect()) {
      write(socket, GET);
      boolean given = false;
      for (int i = 0; i < 500 && !given; i++) {
        server.worker().awaitEnd(10);
        given = server.log().contains("client timed out");
      }
      assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(TestServer.LARGE);
      assertThat(server.log()).contains("client timed out (110: Connection timed out)");
    }
  }

  @Test
  void speaksTheOlderVersions() throws Exception {
    try (TestServer server = new TestServer(prefix, Transport.best(), "location / { answer; }")) {
      assertThat(server.exchange("GET /\r\n")).isEqualTo("GET /||");
      assertThat(server.exchange("GET / HTTP/1.0\r\n\r\n"))
          .startsWith("HTTP/1.1 200 OK")
          .contains("Connection: close\r\n");
      assertThat(server.exchange("HEAD / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"))
          .contains("Content-Length: 8\r\nConnection: keep-alive\r\n")
          .endsWith("\r\n\r\n");
    }
  }
}
