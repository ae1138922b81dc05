package io.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Starts each folder of examples/ and compares its answers with those of its answers.txt. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../examples");
  private static final String CONFIGURED_PORT = "8080";

  @TempDir Path folder;

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleAnswersAsItSays(Path example) throws Exception {
    int port = RunningServer.freePort();
    copy(example, port);
    try (RunningServer server = new RunningServer(folder)) {
      for (String line : Files.readAllLines(example.resolve("answers.txt"))) {
        if (!line.isBlank() && !line.startsWith("#")) {
          compare(server, port, line.split(" +", 3));
        }
      }
    }
  }

  private static void compare(RunningServer server, int port, String[] expected) throws Exception {
    HttpResponse<String> response = server.get(port, expected[0]);
    assertThat(response.statusCode()).as(expected[0]).isEqualTo(Integer.parseInt(expected[1]));
    if (expected.length > 2) {
      assertThat(response.body().strip()).as(expected[0]).isEqualTo(expected[2]);
    }
  }

  private void copy(Path example, int port) throws IOException {
    try (Stream<Path> files = Files.walk(example)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = folder.resolve(example.relativize(file).toString());
        Files.createDirectories(target.getParent());
        String text = Files.readString(file);
        Files.writeString(
            target, text.replace("listen " + CONFIGURED_PORT, "listen 127.0.0.1:" + port));
      }
    }
  }
}
