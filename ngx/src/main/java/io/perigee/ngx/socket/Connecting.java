package io.perigee.ngx.socket;

import io.perigee.core.log.Level;
import io.perigee.core.net.Addresses;
import io.perigee.core.net.Connection;
import io.perigee.core.net.SocketError;
import io.perigee.core.net.SystemError;
import io.perigee.core.resolver.Resolution;
import io.perigee.core.worker.Timer;
import io.perigee.core.worker.Worker;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import io.perigee.ngx.thread.LightThread;
import io.perigee.ngx.thread.ThreadContext;
import io.perigee.ngx.thread.ThreadOperations;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code connect} that found no idle connection. Its stations, each of which may be the
 * last:
 *
 * <pre>
 * the queue of a full pool
 * the name is resolved (and the pool is looked at again)
 * the connection is made
 * </pre>
 */
final class Connecting implements TargetLookup.Handler {
  private static final LuaString TOO_MANY = LuaString.intern("too many waiting connect operations");

  private final StreamSocket socket;
  private final ThreadContext context;
  private final Target target;
  private final LuaString key;
  private final @Nullable Pool pool;
  private boolean hasSlot;
  private @Nullable LightThread waiting;
  private @Nullable Object result;
  private @Nullable Timer queued;
  private @Nullable Resolution resolution;
  private @Nullable Peer peer;

  /** A connect for a context; the key names the pool, which may not exist. */
  Connecting(
      StreamSocket socket,
      ThreadContext context,
      Target target,
      LuaString key,
      @Nullable Pool pool) {
    this.socket = socket;
    this.context = context;
    this.target = target;
    this.key = key;
    this.pool = pool;
  }

  /** Connects; returns what the call returns. */
  Object connect(LightThread thread) {
    Pool known = pool;
    if (known != null && known.isFull()) {
      if (!known.enqueue(this)) {
        return Results.of(null, TOO_MANY);
      }
      queued = worker().timer(socket.timeouts().connect(), this::queuedTooLong);
      return await(thread);
    }
    start();
    Object failed = result;
    return failed == null ? await(thread) : failed;
  }

  private Object await(LightThread thread) {
    waiting = thread;
    socket.connecting(this);
    thread.pending(this::cancel);
    return ThreadOperations.await(thread);
  }

  private Worker worker() {
    return socket.worker();
  }

  // ---- the queue of a full pool

  /** The pool has an idle connection, or room for one more. */
  void resume() {
    stopQueueing();
    Peer idle = pool == null ? null : pool.take();
    if (idle == null) {
      start();
    } else {
      succeed(idle);
    }
  }

  private void queuedTooLong() {
    queued = null;
    leaveQueue();
    if (socket.settings().logErrors()) {
      context.logError(
          "lua tcp socket queued connect timed out, when trying to connect to " + place());
    }
    finish(null, StreamSocket.TIMEOUT);
  }

  private String place() {
    return target.port() < 0 ? target.host().toString() : target.host() + ":" + target.port();
  }

  private void stopQueueing() {
    Timer timer = queued;
    if (timer != null) {
      timer.cancel();
      queued = null;
    }
  }

  private void leaveQueue() {
    if (pool != null) {
      pool.dequeue(this);
    }
  }

  // ---- name and connection

  private void start() {
    if (pool != null) {
      pool.takeSlot();
      hasSlot = true;
    }
    resolution = TargetLookup.start(worker(), socket.settings().names(), target, this);
  }

  /** The pool is looked at again: resolving may have taken some time. */
  @Override
  public void found(SocketAddress address) {
    resolution = null;
    Peer idle = pool == null ? null : pool.take();
    if (idle == null) {
      peer = Peer.open(worker(), key, address, this);
    } else {
      giveSlotBack();
      succeed(idle);
    }
  }

  @Override
  public void notFound(String error) {
    resolution = null;
    fail(error);
  }

  Connection.Options options() {
    return new Connection.Options(
        socket.options().local(), socket.options().keepAlive(), socket.timeouts().connect());
  }

  void connected(Peer opened) {
    socket.options().apply(opened.connection().channel());
    if (hasSlot) {
      hasSlot = false;
      opened.pool(pool);
    }
    succeed(opened);
  }

  void connectFailed(SocketError error, boolean atOnce) {
    boolean refused = error.error().errno() == SystemError.ECONNREFUSED;
    if (atOnce) {
      context.log(refused ? Level.ERROR : Level.CRIT, error.text());
    } else if (socket.settings().logErrors()) {
      context.log(Level.ERROR, error.text());
    }
    fail(error.error().lowercaseWords());
  }

  void connectTimedOut(SocketAddress address) {
    if (socket.settings().logErrors()) {
      context.logError(
          "lua tcp socket connect timed out, when connecting to " + Addresses.text(address));
    }
    fail("timeout");
  }

  /** The worker's time is over. */
  void cut() {
    fail("closed");
  }

  // ---- ends

  private void succeed(Peer opened) {
    peer = null;
    socket.attach(opened, context);
    finish(1.0);
  }

  private void fail(String error) {
    peer = null;
    giveSlotBack();
    finish(null, LuaString.of(error));
  }

  private void giveSlotBack() {
    if (hasSlot && pool != null) {
      hasSlot = false;
      pool.releaseSlot();
    }
  }

  private void finish(@Nullable Object... results) {
    socket.connecting(null);
    LightThread thread = waiting;
    if (thread == null) {
      result = Results.of(results);
    } else {
      waiting = null;
      thread.context().wake(thread, results);
    }
  }

  /** The thread was killed. */
  private void cancel() {
    waiting = null;
    socket.connecting(null);
    stopQueueing();
    leaveQueue();
    Resolution asked = resolution;
    if (asked != null) {
      asked.cancel();
    }
    Peer opening = peer;
    if (opening != null) {
      opening.close();
    }
    giveSlotBack();
  }
}
