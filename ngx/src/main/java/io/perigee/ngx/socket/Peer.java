package io.perigee.ngx.socket;

import io.netty.buffer.ByteBuf;
import io.perigee.core.net.Connection;
import io.perigee.core.net.ConnectionEvents;
import io.perigee.core.net.SocketError;
import io.perigee.core.worker.Worker;
import io.perigee.lua.value.LuaString;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A connection that Lua code made. It is being connected, or has a socket object, or waits in a
 * pool for the next one; there it is closed when the other side says anything.
 */
final class Peer extends Link implements ConnectionEvents, OpenSockets.Member {
  private final LuaString key;
  private @Nullable Connection connection;
  private @Nullable Connecting connecting;
  private @Nullable Pool pool;
  private int reused;
  private boolean idle;
  private boolean cut;
  private boolean closed;

  private Peer(Worker worker, LuaString key, Connecting connecting) {
    super(worker);
    this.key = key;
    this.connecting = connecting;
  }

  static Peer open(Worker worker, LuaString key, SocketAddress address, Connecting connecting) {
    Peer peer = new Peer(worker, key, connecting);
    peer.connection = Connection.open(worker, address, connecting.options(), peer);
    OpenSockets.of(worker).add(peer);
    return peer;
  }

  Connection connection() {
    Connection known = connection;
    if (known == null) {
      throw new IllegalStateException("not opened");
    }
    return known;
  }

  /** The name of the pool that it goes to. */
  LuaString key() {
    return key;
  }

  /** How often it was taken out of a pool. */
  int reused() {
    return reused;
  }

  @Nullable Pool pool() {
    return pool;
  }

  /** Counts the connection among those of a pool, which it is until it is closed. */
  void pool(@Nullable Pool owner) {
    pool = owner;
  }

  // ---- in a pool

  /** Why the connection cannot be used by others, or null: it must be open and silent. */
  @Nullable String doubt() {
    return switch (connection().look()) {
      case SILENT -> null;
      case BYTES -> "connection in dubious state";
      case ENDED -> "closed";
    };
  }

  void rest(long millis) {
    idle = true;
    if (millis > 0) {
      reading().set(millis);
    }
    connection().read();
  }

  void wakeUp() {
    idle = false;
    reused++;
    reading().clear();
    connection().pauseReading();
  }

  boolean isIdle() {
    return idle;
  }

  @Override
  protected void idleTimedOut() {
    close();
  }

  // ---- what the socket asks

  @Override
  protected void read() {
    if (cut) {
      worker().post(this::deliverEnd);
    } else {
      connection().read();
    }
  }

  @Override
  protected void pauseReading() {
    connection().pauseReading();
  }

  @Override
  protected void put(byte[] bytes, int start, int end) {
    connection().output().put(bytes, start, end);
  }

  @Override
  protected boolean flush() {
    connection().output().flush();
    return connection().output().pending() == 0 && !connection().output().failed();
  }

  @Override
  protected boolean shutdownOutput() {
    connection().shutdownOutput();
    return true;
  }

  @Override
  protected void close() {
    if (closed) {
      return;
    }
    closed = true;
    connecting = null;
    OpenSockets.of(worker()).remove(this);
    connection().close();
    closeDeadlines();
    Pool owner = pool;
    if (owner != null) {
      pool = null;
      owner.closed(this);
    }
  }

  @Override
  public void cut() {
    Connecting attempt = connecting;
    StreamSocket owner = socket();
    if (attempt != null) {
      close();
      attempt.cut();
    } else if (owner == null) {
      close();
    } else {
      cut = true;
      connection().close();
      owner.cut();
    }
  }

  // ---- what the connection tells

  @Override
  public void connected() {
    Connecting attempt = connecting;
    connecting = null;
    if (attempt != null) {
      attempt.connected(this);
    }
  }

  @Override
  public void connectFailed(SocketError error) {
    Connecting attempt = connecting;
    close();
    if (attempt != null) {
      attempt.connectFailed(error, connection().failedAtOnce());
    }
  }

  @Override
  public void connectTimedOut() {
    Connecting attempt = connecting;
    close();
    if (attempt != null) {
      attempt.connectTimedOut(connection().address());
    }
  }

  @Override
  public void received(ByteBuf bytes) {
    if (idle) {
      close();
    } else {
      deliver(bytes);
    }
  }

  @Override
  public void inputEnded() {
    if (idle) {
      close();
    } else {
      deliverEnd();
    }
  }

  @Override
  public void failed(SocketError error) {
    if (idle) {
      close();
    } else {
      deliverFailure(error.error().lowercaseWords());
    }
  }

  @Override
  public void drained() {
    deliverSent();
  }
}
