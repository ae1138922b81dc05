package io.perigee.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.buffer.ByteBuf;
import io.perigee.core.worker.TestWorker;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Accepted connections, against real clients and with each transport of the machine. */
class ClientSocketTest {
  /** More than the buffers of both ends take. */
  private static final int LARGE = 24 << 20;

  @TempDir Path folder;
  private @Nullable Worker started;
  private @Nullable Listener listening;
  private @Nullable ClientSocket accepted;
  private @Nullable Output output;
  private int refusals;
  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

  static Stream<Transport> transports() {
    return Stream.of(Transport.EPOLL, Transport.NIO).filter(Transport::available);
  }

  static Stream<Transport> epoll() {
    return Stream.of(Transport.EPOLL).filter(Transport::available);
  }

  /** Notes all that is told, and pauses reading at a byte {@code P}. */
  private final class Recorder implements ClientEvents, Output.Events {
    private final ClientSocket socket;

    Recorder(ClientSocket socket) {
      this.socket = socket;
    }

    @Override
    public void opened() {
      told.add("opened");
    }

    @Override
    public void received(ByteBuf bytes) {
      String text = bytes.toString(StandardCharsets.ISO_8859_1);
      if (text.endsWith("P")) {
        socket.pauseReading();
      }
      told.add("received " + text);
    }

    @Override
    public void inputEnded() {
      told.add("ended");
    }

    @Override
    public void inputFailed(IOException cause) {
      told.add("failed: " + SystemError.of(cause).text());
    }

    @Override
    public void closed() {
      told.add("closed");
    }

    @Override
    public void sendFailed(Throwable cause) {
      told.add("send failed");
    }

    @Override
    public void progressed() {}

    @Override
    public void drained() {
      told.add("drained");
    }
  }

  private void listen(Transport transport, ListenAddress address) throws Exception {
    Worker worker = TestWorker.of(folder, transport);
    started = worker;
    Listener listener = Listener.open(address, ListenOptions.STANDARD, transport);
    listening = listener;
    worker.execute(() -> listener.accept(worker, this::accept));
  }

  private void accept(Worker worker, ClientSocket socket) {
    if (refusals > 0) {
      refusals--;
      throw new IllegalStateException("refused by the test");
    }
    Recorder recorder = new Recorder(socket);
    socket.events(recorder);
    accepted = socket;
    output = socket.output(recorder);
  }

  private Socket connect(Transport transport) throws Exception {
    listen(transport, ListenAddress.ip(InetAddress.getLoopbackAddress(), 0));
    InetSocketAddress to = (InetSocketAddress) Objects.requireNonNull(listening).boundAddress();
    Socket client = new Socket(to.getAddress(), to.getPort());
    client.setSoTimeout(5000);
    assertThat(next()).isEqualTo("opened");
    return client;
  }

  private String next() throws InterruptedException {
    return Objects.requireNonNull(told.poll(5, TimeUnit.SECONDS), "nothing was told");
  }

  /** What is told next but for output: transports differ in what they can send at once. */
  private String nextOfInput() throws InterruptedException {
    String event = next();
    return event.equals("drained") ? nextOfInput() : event;
  }

  private <T> T inWorker(Callable<T> work) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    Objects.requireNonNull(started)
        .execute(
            () -> {
              try {
                result.complete(work.call());
              } catch (Exception failed) {
                result.completeExceptionally(failed);
              }
            });
    return result.get(5, TimeUnit.SECONDS);
  }

  private void onSocket(Consumer<ClientSocket> work) throws Exception {
    inWorker(
        () -> {
          work.accept(Objects.requireNonNull(accepted));
          return true;
        });
  }

  private void send(byte[] bytes) throws Exception {
    inWorker(
        () -> {
          Output out = Objects.requireNonNull(output);
          out.put(bytes);
          out.flush();
          return true;
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @AfterEach
  void end() throws Exception {
    if (listening != null) {
      Listener listener = listening;
      inWorker(
          () -> {
            listener.stop(Objects.requireNonNull(started));
            return true;
          });
      listener.close();
    }
    if (started != null) {
      started.terminate();
      assertThat(started.awaitEnd(5000)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aConnectionThatNobodyTakesIsClosedAndTheNextOneIsServed(Transport transport)
      throws Exception {
    refusals = 1;
    listen(transport, ListenAddress.ip(InetAddress.getLoopbackAddress(), 0));
    InetSocketAddress to = (InetSocketAddress) Objects.requireNonNull(listening).boundAddress();
    try (Socket refused = new Socket(to.getAddress(), to.getPort())) {
      refused.setSoTimeout(5000);
      assertThat(refused.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(told).isEmpty();
    try (Socket client = new Socket(to.getAddress(), to.getPort())) {
      assertThat(next()).isEqualTo("opened");
      client.getOutputStream().write(bytes("x"));
      assertThat(next()).isEqualTo("received x");
      onSocket(ClientSocket::close);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void inputIsToldAsItComesAndItsEndOnce(Transport transport) throws Exception {
    try (Socket client = connect(transport)) {
      client.getOutputStream().write(bytes("one"));
      assertThat(next()).isEqualTo("received one");
      client.getOutputStream().write(bytes("two"));
      client.shutdownOutput();
      assertThat(next()).isEqualTo("received two");
      assertThat(next()).isEqualTo("ended");
      send(bytes("answer"));
      onSocket(ClientSocket::close);
      assertThat(nextOfInput()).isEqualTo("closed");
      assertThat(client.getInputStream().readAllBytes()).isEqualTo(bytes("answer"));
      assertThat(told).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void moreThanTheBufferTakesIsReadToItsEnd(Transport transport) throws Exception {
    try (Socket client = connect(transport)) {
      client.getOutputStream().write(new byte[1_000_000]);
      client.shutdownOutput();
      int size = 0;
      String event = next();
      while (!event.equals("ended")) {
        size += event.length() - "received ".length();
        event = next();
      }
      assertThat(size).isEqualTo(1_000_000);
      onSocket(ClientSocket::close);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void whatComesWhileReadingPausesIsToldWhenItGoesOn(Transport transport) throws Exception {
    try (Socket client = connect(transport)) {
      client.getOutputStream().write(bytes("P"));
      assertThat(next()).isEqualTo("received P");
      client.getOutputStream().write(bytes("later"));
      client.shutdownOutput();
      inWorker(() -> told.isEmpty());
      assertThat(told).isEmpty();
      onSocket(ClientSocket::resumeReading);
      assertThat(next()).isEqualTo("received later");
      assertThat(next()).isEqualTo("ended");
      onSocket(ClientSocket::close);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void outputThatHasToWaitLeavesAsTheClientTakesItAndInputGoesOn(Transport transport)
      throws Exception {
    try (Socket client = connect(transport)) {
      send(new byte[LARGE]);
      client.getOutputStream().write(bytes("meanwhile"));
      assertThat(nextOfInput()).isEqualTo("received meanwhile");
      assertThat(client.getInputStream().readNBytes(LARGE)).hasSize(LARGE);
      assertThat(next()).isEqualTo("drained");
      send(bytes("small"));
      assertThat(client.getInputStream().readNBytes(5)).isEqualTo(bytes("small"));
      client.shutdownOutput();
      assertThat(nextOfInput()).isEqualTo("ended");
      onSocket(ClientSocket::close);
      assertThat(nextOfInput()).isEqualTo("closed");
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aPauseAndTheEndOfInputHoldWhenOutputBeginsToWait(Transport transport) throws Exception {
    try (Socket client = connect(transport)) {
      client.getOutputStream().write(bytes("P"));
      assertThat(next()).isEqualTo("received P");
      send(new byte[LARGE]);
      client.getOutputStream().write(bytes("held"));
      assertThat(client.getInputStream().readNBytes(LARGE)).hasSize(LARGE);
      assertThat(next()).isEqualTo("drained");
      onSocket(ClientSocket::resumeReading);
      assertThat(next()).isEqualTo("received held");
      client.shutdownOutput();
      assertThat(next()).isEqualTo("ended");
      onSocket(ClientSocket::close);
      assertThat(next()).isEqualTo("closed");
      assertThat(told).isEmpty();
    }
  }

  static Stream<Transport> transportsOften() {
    return Stream.generate(ClientSocketTest::transports).limit(20).flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("transportsOften")
  void anEndThatWasToldIsNotToldAgainWhenOutputBeginsToWait(Transport transport) throws Exception {
    try (Socket client = connect(transport)) {
      client.shutdownOutput();
      assertThat(next()).isEqualTo("ended");
      send(new byte[LARGE]);
      assertThat(client.getInputStream().readNBytes(LARGE)).hasSize(LARGE);
      assertThat(next()).isEqualTo("drained");
      onSocket(ClientSocket::close);
      assertThat(next()).isEqualTo("closed");
    }
  }

  static Stream<Arguments> filesOnTransports() {
    return transports()
        .flatMap(on -> Stream.of(0, 3_000, 300_000).map(size -> arguments(on, size)));
  }

  private void sendFile(FileChannel file, long position, long length) throws Exception {
    inWorker(
        () -> {
          Objects.requireNonNull(output).sendFile(file, position, length);
          return true;
        });
  }

  @ParameterizedTest
  @MethodSource("filesOnTransports")
  void aPartOfAFileIsSentBetweenBytes(Transport transport, int size) throws Exception {
    Path path = folder.resolve("sent");
    Files.writeString(path, "cut" + "f".repeat(size) + "cut");
    try (Socket client = connect(transport);
        FileChannel file = FileChannel.open(path)) {
      inWorker(
          () -> {
            Objects.requireNonNull(output).put(bytes("before"));
            return true;
          });
      sendFile(file, 3, size);
      send(bytes("after".repeat(10_000)));
      byte[] all = client.getInputStream().readNBytes(size + 50_006);
      assertThat(new String(all, StandardCharsets.ISO_8859_1))
          .isEqualTo("before" + "f".repeat(size) + "after".repeat(10_000));
      onSocket(ClientSocket::close);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void smallFilesWaitForTheClientAsOtherOutputDoes(Transport transport) throws Exception {
    Path path = folder.resolve("sent");
    Files.writeString(path, "f".repeat(40_000));
    try (Socket client = connect(transport);
        FileChannel file = FileChannel.open(path)) {
      int count = LARGE / 40_000;
      for (int i = 0; i < count; i++) {
        sendFile(file, 0, 40_000);
      }
      assertThat(client.getInputStream().readNBytes(count * 40_000)).containsOnly('f');
      assertThat(inWorker(() -> Objects.requireNonNull(output).sent())).isEqualTo(count * 40_000L);
      onSocket(ClientSocket::close);
    }
  }

  @ParameterizedTest
  @MethodSource("epoll")
  void aSmallFileThatIsShorterThanItWasIsRefused(Transport transport) throws Exception {
    Path path = folder.resolve("sent");
    Files.writeString(path, "short");
    try (Socket client = connect(transport);
        FileChannel file = FileChannel.open(path)) {
      assertThatThrownBy(() -> sendFile(file, 0, 1000))
          .hasRootCauseMessage("file was truncated while it was being sent");
      onSocket(ClientSocket::close);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aLargeFileThatIsShorterThanItWasFailsTheConnection(Transport transport) throws Exception {
    Path path = folder.resolve("sent");
    Files.writeString(path, "short");
    try (Socket client = connect(transport);
        FileChannel file = FileChannel.open(path)) {
      sendFile(file, 0, 100_000);
      assertThat(next()).isEqualTo("send failed");
      assertThat(inWorker(() -> Objects.requireNonNull(output).failed())).isTrue();
      onSocket(ClientSocket::close);
      assertThat(client.getInputStream().readNBytes(1000)).hasSizeLessThan(1000);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void theEndOfOutputReachesTheClientWhichMayStillSend(Transport transport) throws Exception {
    try (Socket client = connect(transport)) {
      onSocket(ClientSocket::shutdownOutput);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      client.getOutputStream().write(bytes("more"));
      assertThat(next()).isEqualTo("received more");
      onSocket(ClientSocket::close);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aResetIsWhatTheClientSees(Transport transport) throws Exception {
    try (Socket client = connect(transport)) {
      onSocket(ClientSocket::reset);
      assertThat(next()).isEqualTo("closed");
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aClientThatResetsHasFailedAndItsAddressIsStillKnown(Transport transport) throws Exception {
    Socket client = connect(transport);
    int port = client.getLocalPort();
    client.setSoLinger(true, 0);
    client.close();
    assertThat(next()).startsWith("failed: ");
    InetSocketAddress address =
        (InetSocketAddress) inWorker(() -> Objects.requireNonNull(accepted).remoteAddress());
    assertThat(address.getPort()).isEqualTo(port);
    onSocket(ClientSocket::close);
    assertThat(nextOfInput()).isEqualTo("closed");
  }

  @ParameterizedTest
  @MethodSource("transports")
  void sendingToAClientThatHasGoneFailsOnceAndBreaksNothing(Transport transport) throws Exception {
    Socket client = connect(transport);
    client.setSoLinger(true, 0);
    client.close();
    assertThat(next()).startsWith("failed: ");
    send(bytes("lost"));
    send(new byte[LARGE]);
    assertThat(inWorker(() -> Objects.requireNonNull(output).failed())).isTrue();
    onSocket(ClientSocket::close);
    assertThat(told.stream().filter("send failed"::equals)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("epoll")
  void aUnixSocketHasNoAddressesAndServesAsTheOthers(Transport transport) throws Exception {
    Path path = folder.resolve("s");
    listen(transport, ListenAddress.unix(path.toString()));
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      assertThat(next()).isEqualTo("opened");
      client.write(ByteBuffer.wrap(bytes("hello")));
      assertThat(next()).isEqualTo("received hello");
      onSocket(
          socket -> {
            assertThat(socket.remoteAddress()).isNull();
            assertThat(socket.localAddress()).isNull();
            assertThat(socket.tcpInfo()).isNull();
          });
      send(new byte[LARGE]);
      assertThat(read(client, LARGE)).isEqualTo(LARGE);
      assertThat(next()).isEqualTo("drained");
      onSocket(ClientSocket::close);
      assertThat(next()).isEqualTo("closed");
    }
  }

  private static int read(SocketChannel from, int size) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(size);
    int count = 0;
    while (all.hasRemaining() && count >= 0) {
      count = from.read(all);
    }
    return all.position();
  }

  @ParameterizedTest
  @MethodSource("epoll")
  void theSystemTellsOfTheConnection(Transport transport) throws Exception {
    try (Socket client = connect(transport)) {
      send(bytes("x"));
      assertThat(client.getInputStream().read()).isEqualTo('x');
      TcpInfo info = inWorker(() -> Objects.requireNonNull(accepted).tcpInfo());
      assertThat(info).isNotNull();
      assertThat(Objects.requireNonNull(info).sndCwnd()).isPositive();
      assertThat(info.rtt()).isPositive();
      assertThat(info.rcvSpace()).isPositive();
      onSocket(ClientSocket::close);
    }
  }
}
