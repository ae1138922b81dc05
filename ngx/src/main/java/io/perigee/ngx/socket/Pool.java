package io.perigee.ngx.socket;

import io.perigee.core.worker.Worker;
import io.perigee.lua.value.LuaString;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one VM to one place. All that are open count, those in use and those that are
 * idle. With a backlog, connects beyond the size wait in a queue until a connection is closed or
 * becomes idle. A pool without connections is forgotten, with its size.
 */
final class Pool {
  private static final int NO_BACKLOG = -1;

  private final Pools pools;
  private final Worker worker;
  private final LuaString key;
  private final int size;
  private final int backlog;

  /** The most recently used first. */
  private final ArrayDeque<Peer> idle = new ArrayDeque<>();

  private final ArrayDeque<Connecting> queue = new ArrayDeque<>(0);
  private int connections;
  private boolean servePosted;

  /** A pool; without a backlog connects never wait. */
  Pool(Pools pools, Worker worker, LuaString key, int size, @Nullable Integer backlog) {
    this.pools = pools;
    this.worker = worker;
    this.key = key;
    this.size = size;
    this.backlog = backlog == null ? NO_BACKLOG : backlog;
  }

  LuaString key() {
    return key;
  }

  /** An idle connection, or null. */
  @Nullable Peer take() {
    Peer peer = idle.pollFirst();
    if (peer != null) {
      peer.wakeUp();
    }
    return peer;
  }

  /** Keeps a connection; if there are too many, the one that was not used for longest goes. */
  void keep(Peer peer, long millis) {
    if (peer.pool() != this) {
      Pool other = peer.pool();
      peer.pool(this);
      connections++;
      if (other != null) {
        other.releaseSlot();
      }
    }
    while (idle.size() >= size) {
      idle.getLast().close();
    }
    idle.addFirst(peer);
    peer.rest(millis);
    serveSoon();
  }

  /** Whether a connect has to wait. */
  boolean isFull() {
    return backlog >= 0 && connections >= size;
  }

  /** Puts a connect into the queue; false if that is full too. */
  boolean enqueue(Connecting attempt) {
    if (queue.size() >= backlog) {
      return false;
    }
    queue.add(attempt);
    return true;
  }

  void dequeue(Connecting attempt) {
    queue.remove(attempt);
  }

  /** A connect begins that will count from now on. */
  void takeSlot() {
    connections++;
  }

  /** A connect that counted came to nothing. */
  void releaseSlot() {
    connections--;
    if (queue.isEmpty()) {
      forgetIfEmpty();
    } else {
      serveSoon();
    }
  }

  /** A connection of the pool is closed. */
  void closed(Peer peer) {
    if (peer.isIdle()) {
      idle.remove(peer);
    }
    releaseSlot();
  }

  private void forgetIfEmpty() {
    if (connections == 0 && queue.isEmpty()) {
      pools.forget(this);
    }
  }

  private void serveSoon() {
    if (!servePosted && !queue.isEmpty()) {
      servePosted = true;
      worker.post(this::serve);
    }
  }

  private void serve() {
    servePosted = false;
    while (!queue.isEmpty() && (!idle.isEmpty() || connections < size)) {
      queue.removeFirst().resume();
    }
    forgetIfEmpty();
  }

  void closeIdle() {
    for (Peer peer : idle.toArray(Peer[]::new)) {
      peer.close();
    }
  }
}
