package io.perigee.core.resolver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server on a real socket that knows a few names and notes what it was asked. */
final class TestNameServer implements AutoCloseable {
  private static final int TYPE_A = 1;
  private static final int TYPE_CNAME = 5;
  private static final int TYPE_AAAA = 28;

  private static final class Entry {
    final int type;
    final byte[] data;
    final int ttl;

    Entry(int type, byte[] data, int ttl) {
      this.type = type;
      this.data = data;
      this.ttl = ttl;
    }
  }

  private final DatagramSocket socket;
  private final Map<String, List<Entry>> entries = new HashMap<>();
  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> questions = new CopyOnWriteArrayList<>();

  TestNameServer() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  TestNameServer address(String name, int ttl, int... bytes) {
    byte[] data = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      data[i] = (byte) bytes[i];
    }
    int type = bytes.length == 4 ? TYPE_A : TYPE_AAAA;
    entries.computeIfAbsent(name, key -> new ArrayList<>()).add(new Entry(type, data, ttl));
    return this;
  }

  TestNameServer alias(String name, String target) {
    entries
        .computeIfAbsent(name, key -> new ArrayList<>())
        .add(new Entry(TYPE_CNAME, encoded(target), 60));
    return this;
  }

  TestNameServer failing(String name, int code) {
    codes.put(name, code);
    return this;
  }

  TestNameServer start() {
    Thread.ofVirtual().start(this::serve);
    return this;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** The questions so far, each as name and type. */
  List<String> questions() {
    return questions;
  }

  private void serve() {
    byte[] buffer = new byte[512];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        byte[] response = response(buffer);
        if (response.length > 0) {
          socket.send(new DatagramPacket(response, response.length, packet.getSocketAddress()));
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** No bytes for names whose code is -1: such a question stays without an answer. */
  private byte[] response(byte[] question) {
    StringBuilder name = new StringBuilder();
    int at = 12;
    while (question[at] != 0) {
      name.append(name.isEmpty() ? "" : ".");
      name.append(new String(question, at + 1, question[at], StandardCharsets.ISO_8859_1));
      at += question[at] + 1;
    }
    int type = question[at + 2];
    String wanted = name.toString();
    questions.add(wanted + (type == TYPE_A ? " A" : " AAAA"));
    List<Entry> known = entries.getOrDefault(wanted, List.of());
    int code = codes.getOrDefault(wanted, known.isEmpty() ? 3 : 0);
    if (code < 0) {
      return new byte[0];
    }
    List<Entry> answers =
        known.stream().filter(e -> e.type == type || e.type == TYPE_CNAME).toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {question[0], question[1], (byte) 0x81, (byte) (0x80 | code)});
    out.writeBytes(new byte[] {0, 1, 0, (byte) answers.size(), 0, 0, 0, 0});
    out.writeBytes(Arrays.copyOfRange(question, 12, at + 5));
    for (Entry entry : answers) {
      out.writeBytes(new byte[] {(byte) 0xc0, 12, 0, (byte) entry.type, 0, 1, 0, 0, 0});
      out.write(entry.ttl);
      out.write(0);
      out.write(entry.data.length);
      out.writeBytes(entry.data);
    }
    return out.toByteArray();
  }

  private static byte[] encoded(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String label : name.split("\\.", -1)) {
      out.write(label.length());
      out.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
    }
    out.write(0);
    return out.toByteArray();
  }

  @Override
  public void close() {
    socket.close();
  }
}
