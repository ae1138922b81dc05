package io.perigee.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client's connection to a {@link TestServer}; text is Latin-1, one char for one byte. */
public final class TestClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;

  TestClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  /** Sends bytes. */
  public void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends a GET that lets the connection stay open. */
  public void get(String target) throws IOException {
    send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  /** Reads so many bytes. */
  public String read(int bytes) throws IOException {
    return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
  }

  /** Reads until these bytes were read, or the server has closed. */
  public String readUntil(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end, Math.max(0, text.length() - end.length())) < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** Reads one response whose length is told by Content-Length or by chunks; header and body. */
  public String readResponse() throws IOException {
    String header = readUntil("\r\n\r\n");
    String names = header.toLowerCase(Locale.ROOT);
    int length = names.indexOf("content-length: ");
    if (length >= 0) {
      int from = length + "content-length: ".length();
      return header
          + read(Integer.parseInt(header.substring(from, header.indexOf("\r\n", from)).strip()));
    }
    return names.contains("transfer-encoding: chunked") ? header + readUntil("0\r\n\r\n") : header;
  }

  /** Reads until the server closes. */
  public String readAll() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.transferTo(all);
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** Ends the sending side; answers can still be read. */
  public void endSending() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
