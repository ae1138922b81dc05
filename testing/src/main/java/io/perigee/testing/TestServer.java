package io.perigee.testing;

import io.perigee.conf.text.LuaBlockScanner;
import io.perigee.core.cycle.ConfigurationSource;
import io.perigee.core.cycle.Cycle;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.StartLog;
import io.perigee.core.net.Listener;
import io.perigee.core.net.Listening;
import io.perigee.core.worker.Holdings;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import io.perigee.http.core.HttpSubsystem;
import io.perigee.http.module.HttpModule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * A server in the test's process: one worker that serves a configuration with the given modules. In
 * the text of the configuration {@code @PORT@} stands for the port that is listened on. The error
 * log is the file {@code error.log} of the prefix, at the level that the configuration says.
 */
public final class TestServer implements AutoCloseable {
  /** For configurations without Lua. */
  public static final LuaBlockScanner NO_LUA =
      (text, start, line) -> {
        throw new LuaBlockScanner.Unterminated("no Lua here", line);
      };

  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private final Path prefix;
  private final int port;
  private final Cycle cycle;
  private final Worker worker;
  private final List<Listener> listeners = new ArrayList<>();

  private TestServer(Path prefix, int port, Cycle cycle) {
    this.prefix = prefix;
    this.port = port;
    this.cycle = cycle;
    this.worker = new Worker(0, cycle, Transport.best());
  }

  /** Starts a server in a folder; the text is that of the main configuration file. */
  public static TestServer start(
      Path prefix, List<HttpModule> modules, LuaBlockScanner lua, String configuration)
      throws IOException, InterruptedException {
    int port = freePort();
    Files.createDirectories(prefix.resolve("logs"));
    Path file = prefix.resolve("nginx.conf");
    Files.writeString(
        file, configuration.replace("@PORT@", Integer.toString(port)), StandardCharsets.ISO_8859_1);
    HttpSubsystem http = new HttpSubsystem(modules);
    ConfigurationSource source = new ConfigurationSource(prefix, file, "", "error.log", false);
    StartLog log = new StartLog(new ErrorLog(List.of()), false);
    Cycle cycle = Cycle.load(source, List.of(http), lua, log, null);
    http.starting(cycle);
    TestServer server = new TestServer(prefix, port, cycle);
    server.serve(http);
    return server;
  }

  private void serve(HttpSubsystem http) throws IOException, InterruptedException {
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
  public int port() {
    return port;
  }

  /** The folder that relative names of the configuration count from. */
  public Path prefix() {
    return prefix;
  }

  /** A new connection. */
  public TestClient connect() throws IOException {
    return new TestClient(port);
  }

  /** Sends bytes on a new connection and reads until the server closes it. */
  public String answer(String request) throws IOException {
    try (TestClient client = connect()) {
      client.send(request);
      return client.readAll();
    }
  }

  /** The answer to a GET on a connection of its own, header and body. */
  public String get(String target) throws IOException {
    return answer("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  /** The body of the answer to a GET of HTTP/1.0, which is neither chunked nor cut. */
  public String body(String target) throws IOException {
    String answer =
        answer("GET " + target + " HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    int end = answer.indexOf("\r\n\r\n");
    return end < 0 ? answer : answer.substring(end + 4);
  }

  /** The error log so far. */
  public String errorLog() throws IOException {
    Path file = prefix.resolve("error.log");
    return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
  }

  /** Waits until the error log has a text. */
  public String awaitLog(String text) throws IOException {
    if (!becomes(() -> errorLog().contains(text))) {
      throw new AssertionError("the error log has no \"" + text + "\":\n" + errorLog());
    }
    return errorLog();
  }

  /** Something that becomes true by what others do. */
  public interface Condition {
    /** Whether it is true now. */
    boolean holds() throws IOException;
  }

  /** Waits until something is true; fails if that takes too long. */
  public void await(Condition condition) throws IOException {
    if (!becomes(condition)) {
      throw new AssertionError("waited too long; the error log is:\n" + errorLog());
    }
  }

  /** What the worker holds, as soon as it has dealt with all that came before this call. */
  public Map<Holdings.Kind, Integer> holdings() {
    CompletableFuture<Map<Holdings.Kind, Integer>> held = new CompletableFuture<>();
    worker.execute(() -> held.complete(worker.holdings().now()));
    return held.join();
  }

  /** Waits until the worker holds this and no more; fails with what it holds instead. */
  public void awaitHoldings(Map<Holdings.Kind, Integer> expected) throws IOException {
    if (!becomes(() -> holdings().equals(expected))) {
      throw new AssertionError("the worker holds " + holdings() + " instead of " + expected);
    }
  }

  /** Waits until nothing of any request is left; fails with what is. */
  public void awaitNothingHeld() throws IOException {
    awaitHoldings(Map.of());
  }

  private static boolean becomes(Condition condition) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }

  /** Ends the worker as a reload or QUIT does, and waits until its thread has ended. */
  public void quit() throws InterruptedException {
    worker.quit(0);
    if (!worker.awaitEnd(20_000)) {
      throw new AssertionError("the worker does not end; it holds " + worker.holdings());
    }
  }

  /** Ends the worker at once; fails if it has not given back all it held. */
  @Override
  public void close() throws IOException {
    worker.terminate();
    boolean ended = false;
    try {
      ended = worker.awaitEnd(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (ended && !worker.holdings().now().isEmpty()) {
      throw new AssertionError("the worker has ended and still holds " + worker.holdings());
    }
    for (Listener listener : listeners) {
      listener.close();
    }
    cycle.closeLogs();
  }
}
