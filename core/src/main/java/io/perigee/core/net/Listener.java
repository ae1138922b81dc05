package io.perigee.core.net;

import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * A socket that listens. It belongs to the server, not to a cycle: on a reload the new workers
 * begin to accept from it before the old ones stop, so no connection in its backlog is lost.
 */
public sealed interface Listener extends Closeable permits EpollListener, SharedListener {
  /** Opens a socket and listens; the message of what is thrown is nginx's, without a level. */
  static Listener open(ListenAddress address, ListenOptions options, Transport transport)
      throws IOException {
    return transport == Transport.EPOLL
        ? new EpollListener(address, options)
        : new SharedListener(address, options, transport);
  }

  /** Where it listens, as configured. */
  ListenAddress address();

  /** The address it is bound to; tells the port where the system chose it. */
  SocketAddress boundAddress();

  /** A worker begins to accept connections; called on that worker's thread. */
  void accept(Worker worker, Accepted accepted);

  /** A worker no longer accepts; called on that worker's thread. */
  void stop(Worker worker);

  /** Stops listening; a unix socket's file is removed. */
  @Override
  void close() throws IOException;
}
