package io.perigee.http.upstream;

import io.perigee.core.worker.Worker;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a worker to the peers of one group that wait for the next request, the one
 * used last in front; when there are too many, the one idle for longest is closed (nginx's
 * keepalive module).
 */
final class IdleConnections {
  private final Worker worker;
  private final KeepAlive limits;
  private final ArrayDeque<PeerConnection> idle = new ArrayDeque<>();

  IdleConnections(Worker worker, KeepAlive limits) {
    this.worker = worker;
    this.limits = limits;
    if (limits.connections() > 0) {
      worker.onExit(this::closeAll);
    }
  }

  /** An idle connection to that address, which is no longer idle; or null. */
  @Nullable PeerConnection take(SocketAddress address) {
    if (idle.isEmpty()) {
      return null;
    }
    Iterator<PeerConnection> all = idle.iterator();
    while (all.hasNext()) {
      PeerConnection found = all.next();
      if (found.address().equals(address)) {
        all.remove();
        return found;
      }
    }
    return null;
  }

  /** Keeps a connection that has served a request, or closes it. */
  void offer(PeerConnection connection) {
    long age = worker.clock().monotonic() - connection.openedMillis();
    if (limits.connections() == 0
        || worker.exiting()
        || connection.requests() >= limits.requests()
        || age > limits.time()) {
      connection.close();
      return;
    }
    if (idle.size() >= limits.connections()) {
      idle.removeLast().close();
    }
    idle.addFirst(connection);
    connection.rest(this, limits.timeout());
  }

  /** An idle connection has ended, or its time is over. */
  void remove(PeerConnection connection) {
    idle.remove(connection);
    connection.close();
  }

  private void closeAll() {
    for (PeerConnection connection : idle) {
      connection.close();
    }
    idle.clear();
  }
}
