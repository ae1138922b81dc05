package io.perigee.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.perigee.core.log.Level;
import io.perigee.core.worker.TestWorker;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** How a worker takes connections that have come while it was busy. */
@EnabledIf("hasEpoll")
class EpollListenerTest {
  private static final int CLIENTS = 100;

  @TempDir Path folder;
  private final AtomicInteger accepted = new AtomicInteger();
  private final CompletableFuture<Integer> acceptedInOneTurn = new CompletableFuture<>();

  static boolean hasEpoll() {
    return Epoll.isAvailable();
  }

  /** Counts; what follows the first one in the loop's queue runs when its turn is over. */
  private void accept(Worker worker, ClientSocket socket) {
    socket.events(new Silent());
    if (accepted.incrementAndGet() == 1) {
      worker.eventLoop().execute(() -> acceptedInOneTurn.complete(accepted.get()));
    }
  }

  private int acceptedInOneTurn(String configuration) throws Exception {
    Worker worker = TestWorker.of(folder, Transport.EPOLL, configuration);
    ListenAddress address = ListenAddress.ip(InetAddress.getLoopbackAddress(), 0);
    try (EpollListener listener = new EpollListener(address, ListenOptions.STANDARD)) {
      CountDownLatch busy = new CountDownLatch(1);
      CountDownLatch free = new CountDownLatch(1);
      worker.execute(() -> listener.accept(worker, this::accept));
      worker.execute(() -> keepBusy(busy, free));
      busy.await();
      List<Socket> clients = connect((InetSocketAddress) listener.boundAddress());
      free.countDown();
      try {
        return acceptedInOneTurn.get(10, TimeUnit.SECONDS);
      } finally {
        for (Socket client : clients) {
          client.close();
        }
      }
    } finally {
      worker.terminate();
      assertThat(worker.awaitEnd(10_000)).isTrue();
    }
  }

  private static void keepBusy(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Socket> connect(InetSocketAddress to) throws IOException {
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new Socket(to.getAddress(), to.getPort()));
    }
    return clients;
  }

  @Test
  void aWorkerThatIsAloneTakesAllThatWaitAtOnce() throws Exception {
    assertThat(acceptedInOneTurn("events {}")).isEqualTo(CLIENTS);
  }

  @Test
  void oneOfSeveralWorkersTakesAFewAndLeavesTheOthersTheirPart() throws Exception {
    assertThat(acceptedInOneTurn("worker_processes 2; events {}")).isEqualTo(16);
  }

  @Test
  void multiAcceptHasEachWorkerTakeAllThatWait() throws Exception {
    assertThat(acceptedInOneTurn("worker_processes 2; events { multi_accept on; }"))
        .isEqualTo(CLIENTS);
  }

  static boolean canTakeDescriptors() {
    return DescriptorLimit.isPossible();
  }

  @Test
  @EnabledIf("canTakeDescriptors")
  void withoutADescriptorAcceptingRestsAndGoesOnLater() throws Exception {
    Worker worker = TestWorker.of(folder, Transport.EPOLL, "events {}");
    ListenAddress address = ListenAddress.ip(InetAddress.getLoopbackAddress(), 0);
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(2);
    try (EpollListener listener = new EpollListener(address, ListenOptions.STANDARD);
        SocketChannel before = SocketChannel.open();
        SocketChannel late = SocketChannel.open();
        FileChannel log = FileChannel.open(folder.resolve("error.log"));
        DescriptorLimit limit = DescriptorLimit.prepare()) {
      worker.execute(
          () ->
              listener.accept(
                  worker,
                  (on, socket) -> {
                    socket.events(new Silent());
                    first.countDown();
                    second.countDown();
                  }));
      before.connect(listener.boundAddress());
      assertThat(first.await(5, TimeUnit.SECONDS)).isTrue();
      loadWhatAFailureNeeds(worker);
      limit.hold();
      late.connect(listener.boundAddress());
      assertThat(lineWith("accept4()", log)).contains("[crit]", "(24: Too many open files)");
      assertThat(second.getCount()).isOne();
      limit.lift();
      assertThat(second.await(5, TimeUnit.SECONDS)).isTrue();
    } finally {
      worker.terminate();
      assertThat(worker.awaitEnd(10_000)).isTrue();
    }
  }

  /** Loading a class takes a descriptor. */
  private static void loadWhatAFailureNeeds(Worker worker) {
    worker.log().log(Level.CRIT, SystemError.of(new IOException("Too many open files")).text());
  }

  /** The log's line with some text, once it is there; to open the log would take a descriptor. */
  private static String lineWith(String text, FileChannel log) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (System.nanoTime() < end) {
      log.read(bytes, bytes.position());
      String all = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
      int found = all.indexOf(text);
      if (found >= 0 && all.endsWith("\n")) {
        return all.substring(all.lastIndexOf('\n', found) + 1);
      }
      Thread.onSpinWait();
    }
    return "";
  }
}
