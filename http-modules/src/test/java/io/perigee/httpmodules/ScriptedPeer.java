package io.perigee.httpmodules;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A server that a test talks to through a proxy: it answers each request with the next of its
 * scripts, word for word, and notes what it was asked.
 */
final class ScriptedPeer implements AutoCloseable {
  /** Part of a script: the connection is closed here. */
  static final String CLOSE = "\0close";

  private final ServerSocket socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> scripts;
  private int connections;
  private int next;

  ScriptedPeer(String... scripts) throws IOException {
    this.scripts = List.of(scripts);
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The requests that came, in order. */
  List<String> requests() {
    return requests;
  }

  /** How many connections were opened. */
  synchronized int connections() {
    return connections;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        synchronized (this) {
          connections++;
        }
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      String request = read(in);
      while (request != null) {
        requests.add(request);
        String script = script();
        boolean closes = script.endsWith(CLOSE);
        String answer = closes ? script.substring(0, script.length() - CLOSE.length()) : script;
        client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        request = closes ? null : read(in);
      }
    } catch (IOException gone) {
      // the proxy has closed the connection
    }
  }

  private synchronized String script() {
    return scripts.get(Math.min(next++, scripts.size() - 1));
  }

  /** A head and as much of a body as it announces; or a line, where the protocol has only lines. */
  private static @Nullable String read(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n") && !(text.startsWith("get ") && text.endsWith("\r\n"))) {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      all.write(b);
      text = all.toString(StandardCharsets.ISO_8859_1);
    }
    int at = text.toLowerCase(Locale.ROOT).indexOf("content-length: ");
    if (at >= 0) {
      String rest = text.substring(at + "content-length: ".length());
      int length = Integer.parseInt(rest.substring(0, rest.indexOf('\r')));
      all.write(in.readNBytes(length));
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
