package io.perigee.core.net;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.NativeInetAddress;
import io.perigee.core.log.Level;
import io.perigee.core.worker.Worker;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** One worker's view of a listening socket; the socket itself belongs to the server. */
final class EpollAcceptor implements EpollIoHandle {
  private static final long PAUSE_MILLIS = 500;
  private static final int ECONNABORTED = 103;

  /** What accept4() stores: the address's length, then address, scope and port. */
  private static final int ADDRESS_BYTES = 26;

  private final Worker worker;
  private final LinuxSocket socket;
  private final boolean unix;
  private final int most;
  private final Accepted accepted;
  private final byte[] address = new byte[ADDRESS_BYTES];
  private @Nullable IoRegistration registration;
  private boolean stopped;

  /** Takes at most so many connections in one turn of the worker's loop. */
  EpollAcceptor(Worker worker, LinuxSocket socket, boolean unix, int most, Accepted accepted) {
    this.worker = worker;
    this.socket = socket;
    this.unix = unix;
    this.most = most;
    this.accepted = accepted;
  }

  /** Begins to accept. */
  void start() {
    IoRegistration watch = worker.watch(this);
    registration = watch;
    watch.submit(EpollIoOps.EPOLLIN);
  }

  /** Accepts no longer; the socket stays. */
  void stop() {
    stopped = true;
    unwatch();
  }

  private void unwatch() {
    IoRegistration watch = registration;
    registration = null;
    if (watch != null) {
      watch.cancel();
    }
  }

  @Override
  public LinuxSocket fd() {
    return socket;
  }

  @Override
  public void handle(IoRegistration watch, IoEvent event) {
    for (int count = 0; count < most && watch.isValid(); count++) {
      int descriptor;
      try {
        descriptor = socket.accept(address);
      } catch (IOException failed) {
        if (!goesOnAfter(SystemError.of(failed))) {
          return;
        }
        continue;
      }
      if (descriptor < 0) {
        return;
      }
      Opening.start(worker, accepted, new EpollClient(worker, descriptor, remote()));
    }
  }

  private @Nullable SocketAddress remote() {
    return unix ? null : NativeInetAddress.address(address, 1, address[0]);
  }

  /** Out of descriptors or memory: accepting rests for a while, as nginx's does. */
  private boolean goesOnAfter(SystemError error) {
    boolean aborted = error.errno() == ECONNABORTED;
    worker.begin();
    try {
      worker.log().log(
          aborted ? Level.ERROR : Level.CRIT, "accept4() failed (" + error.text() + ")");
      if (!aborted) {
        unwatch();
        worker.timer(PAUSE_MILLIS, this::startAgain);
      }
    } finally {
      worker.end();
    }
    return aborted;
  }

  private void startAgain() {
    if (!stopped) {
      start();
    }
  }

  @Override
  public void close() {
    // the listening socket outlives its workers
  }
}
