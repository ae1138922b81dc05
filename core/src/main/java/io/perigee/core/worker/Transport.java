package io.perigee.core.worker;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;

/** How sockets are watched: what nginx's {@code use} directive chooses. */
public enum Transport {
  /** Linux epoll. */
  EPOLL,
  /** Linux io_uring. */
  IO_URING,
  /** The JDK's selector, on every system. */
  NIO;

  /**
   * How many sockets' events epoll tells at once. What the system touched of a socket to tell it is
   * still in the processor's cache when the socket is read, which with thousands of them it would
   * not be.
   */
  private static final int EVENTS = 256;

  /** The best one that this machine has. */
  public static Transport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  /** Whether this machine has it. */
  public boolean available() {
    return switch (this) {
      case EPOLL -> Epoll.isAvailable();
      case IO_URING -> IoUring.isAvailable();
      case NIO -> true;
    };
  }

  /** What makes the part of an event loop that waits for sockets. */
  public IoHandlerFactory handlers() {
    return switch (this) {
      case EPOLL ->
          LastingEpoll.of(EpollIoHandler.newFactory(EVENTS, DefaultSelectStrategyFactory.INSTANCE));
      case IO_URING -> IoUringIoHandler.newFactory();
      case NIO -> NioIoHandler.newFactory();
    };
  }
}
