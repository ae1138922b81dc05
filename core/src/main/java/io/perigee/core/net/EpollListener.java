package io.perigee.core.net;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Errors.NativeIoException;
import io.perigee.core.cycle.Cycle;
import io.perigee.core.cycle.MainSettings;
import io.perigee.core.log.Level;
import io.perigee.core.worker.Worker;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A listening socket that every worker's epoll watches by itself, as nginx's workers do: the one
 * that comes first accepts. With {@code reuseport} each worker has a socket of its own. A worker
 * has only a view of the socket; to stop is to take the view out of epoll, the socket stays.
 */
final class EpollListener implements Listener {
  private static final int IPPROTO_TCP = 6;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;
  private static final int TCP_KEEPIDLE = 4;
  private static final int TCP_KEEPINTVL = 5;
  private static final int TCP_KEEPCNT = 6;
  private static final int TCP_DEFER_ACCEPT = 9;
  private static final int TCP_FASTOPEN = 23;

  /** Accepting so many takes a few milliseconds, in which no other connection is served. */
  private static final int MANY = 256;

  private static final int FEW = 16;

  private final ListenAddress address;
  private final ListenOptions options;
  private final List<LinuxSocket> sockets = new ArrayList<>();
  private final Map<Worker, EpollAcceptor> views = new ConcurrentHashMap<>();

  EpollListener(ListenAddress address, ListenOptions options) throws IOException {
    this.address = address;
    this.options = options;
    sockets.add(open());
  }

  private LinuxSocket open() throws IOException {
    LinuxSocket socket =
        address.isUnix()
            ? LinuxSocket.newSocketDomain()
            : LinuxSocket.newSocketStream(
                address.address() instanceof Inet6Address
                    ? SocketProtocolFamily.INET6
                    : SocketProtocolFamily.INET);
    try {
      setUp(socket);
      bind(socket);
      listen(socket);
    } catch (IOException | RuntimeException failed) {
      socket.close();
      throw failed;
    }
    return socket;
  }

  private void setUp(LinuxSocket socket) throws IOException {
    if (options.receiveBuffer() > 0) {
      socket.setReceiveBufferSize(options.receiveBuffer());
    }
    if (options.sendBuffer() > 0) {
      socket.setSendBufferSize(options.sendBuffer());
    }
    if (address.isUnix()) {
      return;
    }
    socket.setReuseAddress(true);
    if (options.reuseport()) {
      socket.setReusePort(true);
    }
    if (address.address() instanceof Inet6Address) {
      socket.setIntOpt(IPPROTO_IPV6, IPV6_V6ONLY, options.ipv6only() ? 1 : 0);
    }
    // accepted sockets inherit it, which saves a system call for each
    socket.setTcpNoDelay(true);
    setKeepAlive(socket);
    if (options.deferred()) {
      socket.setIntOpt(IPPROTO_TCP, TCP_DEFER_ACCEPT, 1);
    }
    if (options.fastopen() >= 0) {
      socket.setIntOpt(IPPROTO_TCP, TCP_FASTOPEN, options.fastopen());
    }
  }

  private void setKeepAlive(LinuxSocket socket) throws IOException {
    ListenOptions.KeepAlive wanted = options.keepAlive();
    if (!wanted.set()) {
      return;
    }
    socket.setKeepAlive(wanted.on());
    if (wanted.idle() > 0) {
      socket.setIntOpt(IPPROTO_TCP, TCP_KEEPIDLE, wanted.idle());
    }
    if (wanted.interval() > 0) {
      socket.setIntOpt(IPPROTO_TCP, TCP_KEEPINTVL, wanted.interval());
    }
    if (wanted.count() > 0) {
      socket.setIntOpt(IPPROTO_TCP, TCP_KEEPCNT, wanted.count());
    }
  }

  private void bind(LinuxSocket socket) throws IOException {
    String path = address.path();
    try {
      if (path == null) {
        socket.bind(address.socketAddress());
        return;
      }
      socket.bind(new DomainSocketAddress(path));
      Files.setPosixFilePermissions(Path.of(path), PosixFilePermissions.fromString("rw-rw-rw-"));
    } catch (NativeIoException failed) {
      throw ListenError.of("bind()", address, failed);
    }
  }

  private void listen(LinuxSocket socket) throws IOException {
    try {
      socket.listen(options.backlog());
    } catch (NativeIoException failed) {
      throw ListenError.of("listen()", address, failed);
    }
  }

  @Override
  public ListenAddress address() {
    return address;
  }

  @Override
  public SocketAddress boundAddress() {
    InetSocketAddress bound = address.isUnix() ? null : sockets.getFirst().localAddress();
    return bound == null ? address.socketAddress() : bound;
  }

  @Override
  public void accept(Worker worker, Accepted accepted) {
    EpollAcceptor view =
        new EpollAcceptor(
            worker, socketOf(worker), address.isUnix(), batch(worker.cycle()), accepted);
    views.put(worker, view);
    view.start();
  }

  /**
   * How many connections are taken in one turn of the loop. Where several workers watch the socket
   * they are few, so that the others get their part.
   */
  private static int batch(Cycle cycle) {
    boolean alone = cycle.main().get(MainSettings.WORKER_PROCESSES) <= 1;
    return alone || cycle.events().get(MainSettings.MULTI_ACCEPT) ? MANY : FEW;
  }

  private synchronized LinuxSocket socketOf(Worker worker) {
    if (!options.reuseport() || address.isUnix()) {
      return sockets.getFirst();
    }
    while (sockets.size() <= worker.id()) {
      try {
        sockets.add(open());
      } catch (IOException failed) {
        worker.log().log(Level.EMERG, String.valueOf(failed.getMessage()));
        return sockets.getFirst();
      }
    }
    return sockets.get(worker.id());
  }

  @Override
  public void stop(Worker worker) {
    EpollAcceptor view = views.remove(worker);
    if (view != null) {
      view.stop();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (LinuxSocket socket : sockets) {
      socket.close();
    }
    String path = address.path();
    if (path != null) {
      Files.deleteIfExists(Path.of(path));
    }
  }
}
