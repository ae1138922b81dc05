package io.perigee.http.connection;

import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Context;
import io.perigee.conf.text.LuaBlockScanner;
import io.perigee.core.cycle.ConfigurationSource;
import io.perigee.core.cycle.Cycle;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.StartLog;
import io.perigee.core.net.Listener;
import io.perigee.core.net.Listening;
import io.perigee.core.text.Ascii;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import io.perigee.http.core.HttpSubsystem;
import io.perigee.http.core.LocationConf;
import io.perigee.http.filter.Buf;
import io.perigee.http.filter.Chain;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestBody;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A worker with real sockets that serves a configuration; {@code answer;} in a location answers
 * with what was understood of the request.
 */
final class TestServer implements AutoCloseable {
  private static final LuaBlockScanner NO_LUA =
      (text, start, line) -> {
        throw new LuaBlockScanner.Unterminated("no Lua here", line);
      };

  static final int LARGE = 4_000_000;

  private final Path prefix;
  private final int port;
  private final Worker worker;
  private final List<Listener> listeners = new ArrayList<>();

  TestServer(Path prefix, Transport transport, String inside) throws IOException {
    this.prefix = prefix;
    this.port = freePort();
    String text =
        "error_log error.log info;\nevents {}\nhttp {\nserver {\nlisten 127.0.0.1:"
            + port
            + " sndbuf=64k;\nserver_name localhost;\n"
            + inside
            + "\n}\n}\n";
    Path file = prefix.resolve("nginx.conf");
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    HttpSubsystem http = new HttpSubsystem(List.of(new AnswerModule()));
    Cycle cycle =
        Cycle.load(
            new ConfigurationSource(prefix, file, "", "stderr", false),
            List.of(http),
            NO_LUA,
            new StartLog(new ErrorLog(List.of()), false),
            null);
    worker = new Worker(0, cycle, transport);
    for (Listening listening : http.listenings(cycle)) {
      Listener listener = Listener.open(listening.address(), listening.options(), transport);
      listeners.add(listener);
      worker.execute(() -> listener.accept(worker, listening.accepted()));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  Worker worker() {
    return worker;
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(5000);
    return socket;
  }

  /** All that comes back for these bytes when the client ends its side after them. */
  String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(Ascii.latin1(request));
      socket.shutdownOutput();
      return Ascii.string(socket.getInputStream().readAllBytes());
    }
  }

  String log() throws IOException {
    return Files.readString(prefix.resolve("error.log"), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    worker.terminate();
    try {
      worker.awaitEnd(5000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    for (Listener listener : listeners) {
      listener.close();
    }
  }

  private static final class AnswerModule implements HttpModule {
    @Override
    public void register(HttpModules modules) {
      modules.directive(
          "answer",
          in(Context.LOCATION),
          Args.none(),
          d -> LocationConf.of(d).contentHandler(AnswerModule::answer));
      modules.directive(
          "large_answer",
          in(Context.LOCATION),
          Args.none(),
          d -> LocationConf.of(d).contentHandler(AnswerModule::large));
    }

    private static Outcome large(Request r) {
      r.headersOut().status(200);
      Outcome outcome = r.sendHeader();
      if (outcome == Outcome.ERROR || outcome.isStatus()) {
        return outcome;
      }
      byte[] content = new byte[LARGE];
      Arrays.fill(content, (byte) 'x');
      return r.output(Chain.of(Buf.of(content).last(true)));
    }

    private static Outcome answer(Request r) {
      Outcome outcome = r.readBody(AnswerModule::send);
      return outcome.isStatus() ? outcome : Outcome.DONE;
    }

    private static void send(Request r) {
      RequestBody body = r.body();
      byte[] content = body == null ? Ascii.EMPTY : body.inMemory();
      String text =
          Ascii.string(r.methodName())
              + " "
              + Ascii.string(r.uri())
              + "|"
              + Ascii.string(r.args())
              + "|"
              + (content == null ? "in file" : Ascii.string(content));
      r.headersOut().status(200);
      r.headersOut().contentLength(text.length());
      Outcome outcome = r.sendHeader();
      if (outcome == Outcome.ERROR || outcome.isStatus() || r.headerOnly()) {
        r.finish(outcome);
        return;
      }
      r.finish(r.output(Chain.of(Buf.of(Ascii.latin1(text)).last(true))));
    }
  }
}
