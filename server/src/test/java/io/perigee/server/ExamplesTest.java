package io.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.core.cycle.ConfigurationSource;
import io.perigee.core.cycle.Cycle;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.Level;
import io.perigee.core.log.LogFile;
import io.perigee.core.log.StartLog;
import io.perigee.core.net.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
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
    int port = freePort();
    copy(example, port);
    Master master = start();
    Thread running = Thread.ofPlatform().start(() -> run(master));
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String line : Files.readAllLines(example.resolve("answers.txt"))) {
        if (!line.isBlank() && !line.startsWith("#")) {
          compare(client, port, line.split(" +", 3));
        }
      }
    } finally {
      master.ask(new Signals.Arrival(Signals.Order.STOP, "the test is over"));
      running.join();
    }
  }

  private static void compare(HttpClient client, int port, String[] expected) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + expected[0]);
    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(expected[0]).isEqualTo(Integer.parseInt(expected[1]));
    if (expected.length > 2) {
      assertThat(response.body().strip()).as(expected[0]).isEqualTo(expected[2]);
    }
  }

  private Master start() throws InterruptedException {
    ConfigurationSource source =
        new ConfigurationSource(
            folder, folder.resolve("conf/nginx.conf"), "", "logs/error.log", false);
    ErrorLog log = new ErrorLog(List.of(new ErrorLog.Target(LogFile.stderr(), Level.WARN)));
    StartLog startLog = new StartLog(log, false);
    List<Service> services = Bundle.services();
    Cycle cycle = Cycle.load(source, services, Bundle.luaBlocks(), startLog, null);
    Master master = new Master(cycle, services, Bundle.luaBlocks(), EventMethod.of(cycle));
    assertThat(master.start(startLog)).isTrue();
    return master;
  }

  private static void run(Master master) {
    try {
      master.run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
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
