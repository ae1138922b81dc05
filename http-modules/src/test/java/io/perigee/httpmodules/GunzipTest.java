package io.perigee.httpmodules;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testing.TestClient;
import io.perigee.testing.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gunzip on}, with files that are in gzip and say so. */
class GunzipTest {
  private static final int BIG = 40_000_000;

  @TempDir Path prefix;

  @SuppressWarnings("NullAway.Init") // made before each test
  private TestServer server;

  @BeforeEach
  void serve() throws Exception {
    Path html = Files.createDirectories(prefix.resolve("html"));
    write(html.resolve("hello"), new byte[][] {"hello\n".getBytes(StandardCharsets.ISO_8859_1)});
    write(html.resolve("big"), new byte[BIG / 1000][1000]);
    byte[] packed = Files.readAllBytes(html.resolve("hello"));
    Files.write(html.resolve("cut"), Arrays.copyOf(packed, packed.length - 1));
    packed[0] = 0;
    Files.write(html.resolve("broken"), packed);
    server =
        StandardServer.of(
            prefix,
            """
            error_log error.log;
            events {}
            http {
              access_log off;
              default_type text/plain;
              server {
                listen 127.0.0.1:@PORT@;
                gunzip on;
                location / { root html; more_set_headers "Content-Encoding: gzip"; }
                location /vary/ { gzip_vary on; alias html/; more_set_headers "Content-Encoding: gzip"; }
                location /around { echo before; echo_location /hello; echo after; }
              }
            }
            """);
  }

  private static void write(Path file, byte[][] parts) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (byte[] part : parts) {
        out.write(part);
      }
    }
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private String head(String target, String fields) throws IOException {
    return server.answer(
        "HEAD " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields + "\r\n");
  }

  @Test
  void aClientThatDoesNotAcceptGzipGetsPlainContent() throws IOException {
    assertThat(server.body("/hello")).isEqualTo("hello\n");
    assertThat(server.get("/hello"))
        .contains("Transfer-Encoding: chunked\r\n")
        .contains("ETag: W/\"")
        .doesNotContain("Content-Encoding")
        .doesNotContain("Content-Length")
        .doesNotContain("Accept-Ranges");
  }

  @Test
  void theAnswerToHeadIsThatOfTheUnpackedResponse() throws IOException {
    assertThat(head("/hello", ""))
        .contains("ETag: W/\"")
        .doesNotContain("Content-Encoding")
        .doesNotContain("Content-Length");
  }

  @Test
  void aClientThatAcceptsGzipGetsItAsItIs() throws IOException {
    assertThat(head("/hello", "Accept-Encoding: gzip\r\n"))
        .contains("Content-Encoding: gzip\r\n")
        .contains("ETag: \"")
        .contains("Content-Length: 26\r\n");
  }

  @Test
  void cachesAreToldOnceThatTheResponseDependsOnTheClient() throws IOException {
    assertThat(head("/vary/hello", "")).containsOnlyOnce("Vary: Accept-Encoding\r\n");
    assertThat(head("/vary/hello", "Accept-Encoding: gzip\r\n"))
        .containsOnlyOnce("Vary: Accept-Encoding\r\n");
    assertThat(head("/hello", "")).doesNotContain("Vary");
  }

  @Test
  void theOutputOfASubrequestIsUnpackedWhateverTheClientAccepts() throws IOException {
    assertThat(server.answer("GET /around HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n"))
        .endsWith("\r\n\r\nbefore\nhello\nafter\n");
  }

  @ParameterizedTest
  @CsvSource({"/cut, inflate() returned -5 on response end", "/broken, 'inflate() failed: 4, -3'"})
  void whatIsNoGzipEndsTheConnectionAndIsLogged(String target, String message) throws IOException {
    assertThat(server.get(target)).doesNotContain("0\r\n\r\n");
    server.awaitLog("[error]");
    assertThat(server.errorLog()).contains(message);
    server.awaitNothingHeld();
  }

  @Test
  void contentWaitsForAClientThatTakesItsTime() throws Exception {
    try (TestClient client = server.connect()) {
      client.send("GET /big HTTP/1.0\r\n\r\n");
      client.readUntil("\r\n\r\n");
      assertThat(server.holdings()).isNotEmpty();

      assertThat(client.readAll()).hasSize(BIG);
    }
    server.awaitNothingHeld();
  }

  @Test
  void aClientThatGoesAwayLeavesNothingBehind() throws Exception {
    try (TestClient client = server.connect()) {
      client.send("GET /big HTTP/1.0\r\n\r\n");
      client.readUntil("\r\n\r\n");
    }
    server.awaitNothingHeld();
  }
}
