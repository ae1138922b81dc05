package io.perigee.core.net;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.perigee.core.worker.Holdings;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The channels of each transport for sockets that connect to others. Each counts among its worker's
 * {@link Holdings} until it is closed.
 */
final class Channels {
  private Channels() {}

  /** A new socket of the family of an address. */
  static Channel outgoing(Worker worker, SocketAddress to) {
    boolean unix = to instanceof UnixDomainSocketAddress;
    return counted(
        worker,
        switch (worker.transport()) {
          case EPOLL -> unix ? new EpollDomainSocketChannel() : new EpollSocketChannel(family(to));
          case IO_URING -> unix ? new IoUringDomainSocketChannel() : new IoUringSocketChannel();
          case NIO -> unix ? new NioDomainSocketChannel() : new NioSocketChannel();
        });
  }

  /** A new datagram socket of the family of an address. */
  static Channel datagram(Worker worker, SocketAddress to) {
    boolean unix = to instanceof UnixDomainSocketAddress;
    if (unix && worker.transport() != Transport.EPOLL) {
      throw new UnsupportedOperationException("Address family not supported by protocol");
    }
    return counted(
        worker,
        switch (worker.transport()) {
          case EPOLL ->
              unix ? new EpollDomainDatagramChannel() : new EpollDatagramChannel(family(to));
          case IO_URING -> new IoUringDatagramChannel(family(to));
          case NIO -> new NioDatagramChannel(family(to));
        });
  }

  private static Channel counted(Worker worker, Channel channel) {
    worker.holdings().taken(Holdings.Kind.SOCKET);
    channel.closeFuture().addListener(closed -> worker.holdings().given(Holdings.Kind.SOCKET));
    return channel;
  }

  /** The system's socket behind a channel, null where the transport does not show it. */
  static @Nullable Socket socketOf(Channel channel) {
    return channel instanceof UnixChannel unix && unix.fd() instanceof Socket socket
        ? socket
        : null;
  }

  /** The address that makes the system choose a name for a unix datagram socket, for answers. */
  static @Nullable SocketAddress unnamed(SocketAddress to) {
    return to instanceof UnixDomainSocketAddress ? UnixDomainSocketAddress.of("") : null;
  }

  private static SocketProtocolFamily family(SocketAddress to) {
    return to instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet4Address
        ? SocketProtocolFamily.INET
        : SocketProtocolFamily.INET6;
  }

  /** An address in the form that the transport asks for. */
  static SocketAddress form(Transport transport, SocketAddress address) {
    return transport != Transport.NIO && address instanceof UnixDomainSocketAddress unix
        ? new DomainSocketAddress(unix.getPath().toString())
        : address;
  }
}
