package io.perigee.httpmodules;

import io.perigee.conf.text.LuaBlockScanner;
import io.perigee.core.cycle.ConfigurationSource;
import io.perigee.core.cycle.Cycle;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.StartLog;
import io.perigee.core.net.Listener;
import io.perigee.core.net.Listening;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import io.perigee.http.core.HttpSubsystem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A server in the test's process: one worker that serves a configuration with all standard modules.
 * In the text of the configuration {@code @PORT@} stands for the port that is listened on.
 */
final class TestServer implements AutoCloseable {
  private static final LuaBlockScanner NO_LUA =
      (text, start, line) -> {
        throw new LuaBlockScanner.Unterminated("no Lua here", line);
      };

  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private final Path prefix;
  private final int port;
  private final Cycle cycle;
  private final Worker worker;
  private final List<Listener> listeners = new ArrayList<>();

  /** Starts a server in a folder; the text is that of the main configuration file. */
  TestServer(Path prefix, String configuration) throws IOException, InterruptedException {
    this.prefix = prefix;
    this.port = freePort();
    Files.createDirectories(prefix.resolve("logs"));
    Path file = prefix.resolve("nginx.conf");
    Files.writeString(
        file, configuration.replace("@PORT@", Integer.toString(port)), StandardCharsets.ISO_8859_1);
    HttpSubsystem http = new HttpSubsystem(StandardHttpModules.all());
    ConfigurationSource source = new ConfigurationSource(prefix, file, "", "error.log", false);
    StartLog log = new StartLog(new ErrorLog(List.of()), false);
    this.cycle = Cycle.load(source, List.of(http), NO_LUA, log, null);
    http.starting(cycle);
    this.worker = new Worker(0, cycle, Transport.best());
    start(http);
  }

  private void start(HttpSubsystem http) throws IOException, InterruptedException {
    List<Listening> listenings = http.listenings(cycle);
    for (Listening listening : listenings) {
      listeners.add(Listener.open(listening.address(), listening.options(), worker.transport()));
    }
    CountDownLatch started = new CountDownLatch(1);
    worker.start(
        () -> {
          http.workerStarted(worker);
          worker.whenEnding(() -> http.workerEnding(worker));
          for (int i = 0; i < listenings.size(); i++) {
            Listener listener = listeners.get(i);
            listener.accept(worker, listenings.get(i).accepted());
            worker.onExit(() -> listener.stop(worker));
          }
          started.countDown();
        });
    started.await();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The port that is listened on. */
  int port() {
    return port;
  }

  /** Sends bytes and reads until the server closes the connection. */
  String answer(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      InputStream in = socket.getInputStream();
      in.transferTo(all);
      return all.toString(StandardCharsets.ISO_8859_1);
    }
  }

  /** The body of the answer to a GET. */
  String body(String target) throws IOException {
    String answer =
        answer("GET " + target + " HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    int end = answer.indexOf("\r\n\r\n");
    return end < 0 ? answer : answer.substring(end + 4);
  }

  /** Something that becomes true by what others do. */
  interface Condition {
    /** Whether it is true now. */
    boolean holds() throws IOException;
  }

  /** Waits until something is true; fails if that takes too long. */
  void await(Condition condition) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited too long; the error log is:\n" + errorLog());
      }
      Thread.onSpinWait();
    }
  }

  /** The error log so far. */
  String errorLog() throws IOException {
    return Files.readString(prefix.resolve("error.log"), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    worker.terminate();
    try {
      worker.awaitEnd(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Listener listener : listeners) {
      listener.close();
    }
    cycle.closeLogs();
  }
}
