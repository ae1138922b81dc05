package io.perigee.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.perigee.core.worker.TestWorker;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that a worker opens, against real sockets and with each transport of the machine. */
class ConnectionTest {
  @TempDir Path folder;
  private @Nullable Worker started;
  private @Nullable Connection opened;
  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

  /** Notes all that is told; the test asks for reads itself. */
  private final class Recorder implements ConnectionEvents {
    @Override
    public void connected() {
      told.add("connected");
    }

    @Override
    public void connectFailed(SocketError error) {
      told.add("connect failed: " + error.text());
    }

    @Override
    public void connectTimedOut() {
      told.add("connect timed out");
    }

    @Override
    public void received(ByteBuf bytes) {
      told.add("received " + bytes.toString(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void inputEnded() {
      told.add("ended");
    }

    @Override
    public void failed(SocketError error) {
      told.add("failed: " + error.text());
    }

    @Override
    public void drained() {
      told.add("drained");
    }
  }

  static Stream<Transport> transports() {
    return Stream.of(Transport.EPOLL, Transport.NIO).filter(Transport::available);
  }

  private void start(Transport transport) throws IOException {
    started = TestWorker.of(folder, transport);
  }

  private Worker worker() {
    return Objects.requireNonNull(started);
  }

  private Connection connection() {
    return Objects.requireNonNull(opened);
  }

  private void connect(SocketAddress to, Connection.Options options) throws Exception {
    CompletableFuture<Connection> opening = new CompletableFuture<>();
    worker()
        .execute(() -> opening.complete(Connection.open(worker(), to, options, new Recorder())));
    opened = opening.get(5, TimeUnit.SECONDS);
  }

  private void connect(SocketAddress to) throws Exception {
    connect(to, Connection.Options.within(5000));
  }

  private String next() throws InterruptedException {
    String event = told.poll(5, TimeUnit.SECONDS);
    assertNotNull(event, "nothing was told");
    return event;
  }

  private void read() {
    worker().execute(connection()::read);
  }

  private void send(byte[] bytes) {
    worker()
        .execute(
            () -> {
              connection().output().put(bytes);
              connection().output().flush();
            });
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void end() throws InterruptedException {
    if (started != null) {
      started.terminate();
      assertTrue(started.awaitEnd(5000));
    }
  }

  /** The next report about reading: transports differ in whether a small write has to wait. */
  private String nextOfInput() throws InterruptedException {
    String event = next();
    return event.equals("drained") ? next() : event;
  }

  @ParameterizedTest
  @MethodSource("transports")
  void bytesGoBothWaysAndEachReadIsAnsweredOnce(Transport transport) throws Exception {
    start(transport);
    try (ServerSocket server = listen()) {
      connect(server.getLocalSocketAddress());
      assertEquals("connected", next());
      try (Socket peer = server.accept()) {
        send("ping".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("ping", text(peer.getInputStream().readNBytes(4)));
        read();
        peer.getOutputStream().write("pong".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("received pong", nextOfInput());
        peer.shutdownOutput();
        read();
        assertEquals("ended", nextOfInput());
        send("more".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("more", text(peer.getInputStream().readNBytes(4)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void bytesThatNobodyAskedForAreHeldUntilTheNextRead(Transport transport) throws Exception {
    start(transport);
    try (ServerSocket server = listen()) {
      connect(server.getLocalSocketAddress());
      assertEquals("connected", next());
      try (Socket peer = server.accept()) {
        peer.getOutputStream().write("early".getBytes(StandardCharsets.ISO_8859_1));
        peer.shutdownOutput();
        read();
        assertEquals("received early", next());
        read();
        assertEquals("ended", next());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aSenderIsHeldUpWhileNobodyReads(Transport transport) throws Exception {
    start(transport);
    int size = 32 << 20;
    try (ServerSocket server = listen()) {
      connect(server.getLocalSocketAddress());
      assertEquals("connected", next());
      try (Socket peer = server.accept()) {
        CompletableFuture<Void> sent =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    peer.getOutputStream().write(new byte[size]);
                    peer.shutdownOutput();
                  } catch (IOException failed) {
                    throw new IllegalStateException(failed);
                  }
                });
        long received = 0;
        String event;
        do {
          assertTrue(received > 0 || !sent.isDone());
          read();
          event = next();
          received += event.startsWith("received") ? event.length() - "received ".length() : 0;
        } while (!event.equals("ended"));
        assertEquals(size, received);
        sent.get(5, TimeUnit.SECONDS);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void whatTheSocketDoesNotTakeAtOnceLeavesLaterAndIsReported(Transport transport)
      throws Exception {
    start(transport);
    int size = 32 << 20;
    try (ServerSocket server = listen()) {
      connect(server.getLocalSocketAddress());
      assertEquals("connected", next());
      try (Socket peer = server.accept()) {
        send(new byte[size]);
        assertEquals(size, peer.getInputStream().readNBytes(size).length);
        assertEquals("drained", next());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aRefusedConnectionHasTheSystemsErrorWithItsNumber(Transport transport) throws Exception {
    start(transport);
    SocketAddress nobody;
    try (ServerSocket server = listen()) {
      nobody = server.getLocalSocketAddress();
    }
    connect(nobody);
    assertEquals("connect failed: connect() failed (111: Connection refused)", next());
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aUnixSocketThatIsNotThereIsRefusedAtOnce(Transport transport) throws Exception {
    start(transport);
    Path missing = folder.resolve("missing.sock");
    connect(UnixDomainSocketAddress.of(missing));
    String event = next();
    assertTrue(event.contains("2: No such file or directory"), event);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void unixSocketsAreConnected(Transport transport) throws Exception {
    start(transport);
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("peer.sock"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      connect(address);
      assertEquals("connected", next());
      try (SocketChannel peer = server.accept()) {
        read();
        peer.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.ISO_8859_1)));
        assertEquals("received hello", next());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void theLocalAddressMayBeChosen(Transport transport) throws Exception {
    start(transport);
    try (ServerSocket server = listen()) {
      SocketAddress local = new InetSocketAddress("127.0.0.3", 0);
      connect(server.getLocalSocketAddress(), new Connection.Options(local, true, 5000));
      assertEquals("connected", next());
      try (Socket peer = server.accept()) {
        assertEquals("127.0.0.3", peer.getInetAddress().getHostAddress());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aLocalAddressOfAnotherMachineIsRefused(Transport transport) throws Exception {
    start(transport);
    try (ServerSocket server = listen()) {
      SocketAddress local = new InetSocketAddress("192.0.2.1", 0);
      connect(server.getLocalSocketAddress(), new Connection.Options(local, false, 5000));
      assertEquals(
          "connect failed: bind(192.0.2.1:0) failed (99: Cannot assign requested address)", next());
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aResetIsAFailureToReceive(Transport transport) throws Exception {
    start(transport);
    try (ServerSocket server = listen()) {
      connect(server.getLocalSocketAddress());
      assertEquals("connected", next());
      Socket peer = server.accept();
      read();
      peer.setSoLinger(true, 0);
      peer.close();
      assertEquals("failed: recv() failed (104: Connection reset by peer)", next());
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
