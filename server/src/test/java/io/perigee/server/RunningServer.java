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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The whole program with a configuration in a folder, for the time of a test. */
final class RunningServer implements AutoCloseable {
  private final Master master;
  private final Thread running;
  private final HttpClient client = HttpClient.newHttpClient();

  /** Starts the server; the folder has {@code conf/nginx.conf} and {@code logs}. */
  RunningServer(Path folder) throws InterruptedException {
    ConfigurationSource source =
        new ConfigurationSource(
            folder, folder.resolve("conf/nginx.conf"), "", "logs/error.log", false);
    ErrorLog log = new ErrorLog(List.of(new ErrorLog.Target(LogFile.stderr(), Level.WARN)));
    StartLog startLog = new StartLog(log, false);
    List<Service> services = Bundle.services();
    Cycle cycle = Cycle.load(source, services, Bundle.luaBlocks(), startLog, null);
    master = new Master(cycle, services, Bundle.luaBlocks(), EventMethod.of(cycle));
    assertThat(master.start(startLog, () -> {})).isTrue();
    running = Thread.ofPlatform().start(this::run);
  }

  /** Starts a server of one worker whose server block has these lines. */
  static RunningServer of(Path folder, int port, String inside)
      throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("conf"));
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(
        folder.resolve("conf/nginx.conf"),
        "daemon off;\nworker_processes 1;\nerror_log logs/error.log info;\npid logs/nginx.pid;\n"
            + "events {}\nhttp {\naccess_log off;\nserver {\nlisten 127.0.0.1:"
            + port
            + ";\ndefault_type text/plain;\n"
            + inside
            + "\n}\n}\n",
        StandardCharsets.ISO_8859_1);
    return new RunningServer(folder);
  }

  /** Starts a server of one worker whose http block has these lines; PORT stands for the port. */
  static RunningServer ofHttp(Path folder, int port, String http)
      throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("conf"));
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(
        folder.resolve("conf/nginx.conf"),
        "worker_processes 1;\nerror_log logs/error.log info;\nevents {}\nhttp {\n"
            + http.replace("PORT", "127.0.0.1:" + port)
            + "\n}\n",
        StandardCharsets.ISO_8859_1);
    return new RunningServer(folder);
  }

  /** A signal arrives. */
  void signal(Signals.Order order, String signal) {
    master.ask(new Signals.Arrival(order, signal));
  }

  /** Waits for the end of the server; false if it goes on. */
  boolean ends() throws InterruptedException {
    return running.join(Duration.ofSeconds(20));
  }

  private void run() {
    try {
      master.run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** The answer to a GET. */
  HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The answer to a GET that is under way. */
  CompletableFuture<HttpResponse<String>> getLater(int port, String path) {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.sendAsync(
        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A port that nobody listens on. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    client.close();
    signal(Signals.Order.STOP, "of the test");
    try {
      running.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
