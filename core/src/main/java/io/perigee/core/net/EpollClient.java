package io.perigee.core.net;

import io.netty.channel.Channel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.Socket;
import io.perigee.core.log.Level;
import io.perigee.core.worker.Worker;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * An accepted connection that epoll watches without a channel: it is read where epoll tells of it,
 * and its output goes straight to the socket. With thousands of connections a channel's objects are
 * never in the processor's cache when their turn comes. A channel takes the socket over the first
 * time that it is needed: output must wait for the client, or a file is sent.
 *
 * <p>Epoll tells once that something has come (edge-triggered), as in nginx; {@code ready} keeps it
 * in mind until a read finds nothing more.
 */
final class EpollClient extends ClientSocket implements EpollIoHandle, Output.Way {
  private static final EpollIoOps READING =
      EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLRDHUP).with(EpollIoOps.EPOLLET);

  private final Worker worker;
  private final Socket socket;
  private final @Nullable SocketAddress remote;
  private final ReceiveBuffers buffers;
  private @Nullable IoRegistration registration;
  private @Nullable ChannelClient successor;
  private boolean open = true;
  private boolean paused;
  private boolean ready;
  private boolean ending;
  private boolean inputOver;
  private boolean readPosted;

  /** A connection of which the remote address is null came in at a unix socket. */
  EpollClient(Worker worker, int descriptor, @Nullable SocketAddress remote) {
    this.worker = worker;
    this.socket = new Socket(descriptor);
    this.remote = remote;
    this.buffers = ReceiveBuffers.of(worker);
  }

  @Override
  void open() {
    IoRegistration watch = worker.watch(this);
    registration = watch;
    watch.submit(READING);
    events().opened();
  }

  @Override
  public Socket fd() {
    return socket;
  }

  @Override
  public void handle(IoRegistration watch, IoEvent event) {
    int told = ((EpollIoEvent) event).ops().value();
    ready = true;
    ending |= told != EpollIoOps.EPOLLIN.value();
    read();
  }

  /** Reads until nothing more is there, or what was read makes reading pause. */
  private void read() {
    while (ready && !paused && open && successor == null) {
      worker.begin();
      try {
        readOnce();
      } catch (RuntimeException | Error problem) {
        worker.unexpected(problem);
        close();
      } finally {
        worker.end();
      }
    }
  }

  private void readOnce() {
    int count;
    try {
      count = inputOver ? 0 : buffers.receive(socket);
    } catch (IOException broken) {
      ready = false;
      inputOver = true;
      events().inputFailed(broken);
      return;
    }
    ready = count > 0 && (ending || count == ReceiveBuffers.SIZE);
    if (count > 0) {
      events().received(buffers.received(count));
    } else if (count < 0) {
      inputOver = true;
      events().inputEnded();
    }
  }

  @Override
  public Output output(Output.Events owner) {
    return new Output(owner, worker, this);
  }

  @Override
  public @Nullable Socket direct() {
    return socket;
  }

  @Override
  public Channel channel() throws IOException {
    ChannelClient next = successor;
    return (next == null ? becomeChannel() : next).channel();
  }

  private ChannelClient becomeChannel() throws IOException {
    int error = socket.getSoError();
    if (error != 0) {
      throw Errors.newIOException("send", -error);
    }
    unwatch();
    int descriptor = socket.intValue();
    ChannelClient next =
        new ChannelClient(
            worker,
            remote == null
                ? new EpollDomainSocketChannel(descriptor)
                : new EpollSocketChannel(descriptor));
    successor = next;
    if (paused) {
      next.pauseReading();
    }
    next.takeOver(events(), inputOver);
    return next;
  }

  private void unwatch() {
    IoRegistration watch = registration;
    registration = null;
    if (watch != null) {
      watch.cancel();
    }
  }

  @Override
  public @Nullable SocketAddress remoteAddress() {
    return remote;
  }

  @Override
  public @Nullable SocketAddress localAddress() {
    return remote == null ? null : socket.localAddress();
  }

  @Override
  public boolean isOpen() {
    ChannelClient next = successor;
    return next == null ? open : next.isOpen();
  }

  @Override
  public void pauseReading() {
    paused = true;
    ChannelClient next = successor;
    if (next != null) {
      next.pauseReading();
    }
  }

  @Override
  public void resumeReading() {
    paused = false;
    ChannelClient next = successor;
    if (next != null) {
      next.resumeReading();
    } else if (ready && !readPosted) {
      readPosted = true;
      worker.post(this::readAgain);
    }
  }

  private void readAgain() {
    readPosted = false;
    read();
  }

  @Override
  public void shutdownOutput() {
    ChannelClient next = successor;
    if (next != null) {
      next.shutdownOutput();
      return;
    }
    try {
      socket.shutdown(false, true);
    } catch (IOException gone) {
      // the client has closed its side with a reset, which the next read tells
    }
  }

  @Override
  public void close() {
    ChannelClient next = successor;
    if (next != null) {
      next.close();
    } else if (open) {
      open = false;
      closeSocket();
      unwatch();
      tellClosed();
    }
  }

  /** A closed descriptor leaves epoll by itself. */
  private void closeSocket() {
    try {
      socket.close();
    } catch (IOException failed) {
      worker.log().log(Level.ALERT, "close() failed (" + SystemError.of(failed).text() + ")");
    }
  }

  @Override
  public void reset() {
    ChannelClient next = successor;
    if (next != null) {
      next.reset();
      return;
    }
    try {
      socket.setSoLinger(0);
    } catch (IOException gone) {
      // there is no connection any more that could be reset
    }
    close();
  }

  @Override
  public @Nullable TcpInfo tcpInfo() {
    ChannelClient next = successor;
    if (next != null) {
      return next.tcpInfo();
    }
    return open && remote != null ? TcpInfo.of(socket) : null;
  }
}
