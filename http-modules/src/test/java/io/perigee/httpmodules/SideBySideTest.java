package io.perigee.httpmodules;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares answers with those that nginx gave to the same requests under the same configuration
 * (side-by-side.conf). In side-by-side.txt a request stands behind each {@code >>>}, the answer of
 * nginx behind {@code <<<}, both without carriage returns, dates, and random boundaries.
 */
class SideBySideTest {
  private static final Map<String, String> FILES =
      Map.of(
          "a.txt", "0123456789abcdef\n",
          "index.html", "index\n",
          "dir/index.html", "dirindex\n",
          "sp ace.txt", "space\n",
          "al/f.html", "alias f\n",
          "al/sub/g.html", "",
          "noidx/x", "",
          "empty.txt", "");

  @TempDir static Path prefix;
  private static TestServer server;

  /** A request and the answer that nginx gave. */
  record Exchange(String request, String answer) {
    @Override
    public String toString() {
      return request.substring(0, request.indexOf('\n'));
    }
  }

  @BeforeAll
  static void start() throws Exception {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Path path = prefix.resolve("html").resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
      Files.setLastModifiedTime(path, FileTime.fromMillis(1_700_000_000_000L));
    }
    server = StandardServer.of(prefix, resource("side-by-side.conf"));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(SideBySideTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  static Stream<Exchange> exchanges() throws IOException {
    List<Exchange> exchanges = new ArrayList<>();
    for (String block : resource("side-by-side.txt").split("(?m)^>>> ", -1)) {
      int middle = block.indexOf("\n<<<\n");
      if (middle >= 0) {
        exchanges.add(new Exchange(block.substring(0, middle), block.substring(middle + 5)));
      }
    }
    return exchanges.stream();
  }

  @ParameterizedTest
  @MethodSource("exchanges")
  void theAnswerIsThatOfNginx(Exchange exchange) throws IOException {
    int body = exchange.request().indexOf("\n\n") + 2;
    String request =
        exchange.request().substring(0, body).replace("\n", "\r\n")
            + exchange.request().substring(body);
    String answer =
        server
            .answer(request)
            .replace("\r", "")
            .replaceFirst("(?m)^Date: .*$", "Date: X")
            .replace("localhost:" + server.port(), "localhost:PORT")
            .replaceAll("boundary=\\d+", "boundary=B")
            .replaceAll("--\\d{20}", "--B")
            .replace(prefix.toString(), "PREFIX");
    assertThat(answer + "\n").isEqualTo(exchange.answer());
  }
}
