package io.perigee.ngx.socket;

import io.netty.buffer.ByteBuf;
import io.perigee.core.log.Level;
import io.perigee.core.net.DatagramConnection;
import io.perigee.core.net.SocketError;
import io.perigee.core.resolver.Resolution;
import io.perigee.core.worker.Deadline;
import io.perigee.core.worker.Worker;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import io.perigee.ngx.thread.LightThread;
import io.perigee.ngx.thread.Resource;
import io.perigee.ngx.thread.ThreadContext;
import io.perigee.ngx.thread.ThreadOperations;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket in the hands of Lua code: connected to one peer, with one call at a time that
 * waits, for the peer's address or for a datagram.
 */
final class UdpSocket extends Resource
    implements DatagramConnection.Events, TargetLookup.Handler, OpenSockets.Member {
  /** Datagrams that nobody reads yet are taken up to this number; then they stay in the system. */
  private static final int MAX_HELD = 64;

  private static final LuaString BUSY = LuaString.intern("socket busy");

  private final Worker worker;
  private final SocketSettings settings;
  private final Deadline deadline;
  private @Nullable SocketAddress local;
  private @Nullable DatagramConnection connection;
  private @Nullable LightThread waiting;
  private @Nullable ThreadContext connector;
  private @Nullable Resolution resolution;
  private @Nullable Object result;
  private final ArrayDeque<LuaString> held = new ArrayDeque<>(0);
  private @Nullable SocketError broken;
  private long timeout;
  private int wanted;

  UdpSocket(Worker worker, SocketSettings settings) {
    this.worker = worker;
    this.settings = settings;
    this.deadline = new Deadline(worker, this::timedOut);
  }

  /** Sets the time for a datagram in ms; 0 for the directive's value. */
  void timeout(long millis) {
    timeout = millis;
  }

  /** The address of this side. */
  void local(SocketAddress address) {
    local = address;
  }

  /** What a call returns that cannot begin because the socket is closed or used, or null. */
  @Nullable Object refuse(ThreadContext caller, String attempt) {
    if (connection == null && waiting == null) {
      if (!attempt.isEmpty() && settings.logErrors()) {
        caller.logError(
            "attempt to "
                + attempt
                + " on a closed socket: u:0000000000000000, c:0000000000000000");
      }
      return Results.of(null, StreamSocket.CLOSED);
    }
    return refuseForeign(caller);
  }

  /** As {@link #refuse}, for a call that may find the socket closed. */
  @Nullable Object refuseForeign(ThreadContext caller) {
    ThreadContext context = owner();
    if (context != null && !context.equals(caller)) {
      throw LuaError.at(1, "bad request");
    }
    return waiting == null ? null : Results.of(null, BUSY);
  }

  // ---- the peer

  Object connect(LightThread thread, Target target) {
    close();
    result = null;
    connector = thread.context();
    thread.context().own(this);
    resolution = TargetLookup.start(worker, settings.names(), target, this);
    Object known = result;
    return known == null ? await(thread) : known;
  }

  private Object await(LightThread thread) {
    waiting = thread;
    thread.pending(this::cancel);
    return ThreadOperations.await(thread);
  }

  @Override
  public void found(SocketAddress address) {
    DatagramConnection.Opened opened = DatagramConnection.open(worker, address, local, this);
    SocketError error = opened.error();
    connection = opened.connection();
    if (error == null) {
      OpenSockets.of(worker).add(this);
      finish(1.0);
      return;
    }
    ThreadContext context = connector;
    if (context != null) {
      context.log(Level.CRIT, error.text());
    }
    notFound(error.error().lowercaseWords());
  }

  @Override
  public void notFound(String error) {
    disown();
    finish(null, LuaString.of(error));
  }

  private void finish(@Nullable Object... results) {
    resolution = null;
    connector = null;
    LightThread thread = waiting;
    if (thread == null) {
      result = Results.of(results);
    } else {
      wake(thread, results);
    }
  }

  private void wake(LightThread thread, @Nullable Object... results) {
    waiting = null;
    deadline.clear();
    thread.context().wake(thread, results);
  }

  // ---- datagrams

  private DatagramConnection open() {
    DatagramConnection known = connection;
    if (known == null) {
      throw new IllegalStateException("not connected");
    }
    return known;
  }

  Object send(byte[] bytes, int size) {
    SocketError error = open().send(bytes, size);
    return error == null
        ? (Object) 1.0
        : Results.of(null, LuaString.of(error.error().lowercaseWords()));
  }

  Object receive(LightThread thread, int size) {
    LuaString known = held.pollFirst();
    if (known != null) {
      if (held.isEmpty()) {
        open().receiving(true);
      }
      return known.length() > size ? known.substring(0, size) : known;
    }
    SocketError error = broken;
    if (error != null) {
      broken = null;
      return failure(thread.context(), error);
    }
    wanted = size;
    deadline.set(timeout > 0 ? timeout : settings.readTimeout());
    return await(thread);
  }

  @Override
  public void received(ByteBuf datagram) {
    LightThread thread = reader();
    int size = datagram.readableBytes();
    byte[] bytes = new byte[thread == null ? size : Math.min(wanted, size)];
    datagram.readBytes(bytes);
    if (thread != null) {
      wake(thread, LuaString.wrap(bytes));
      return;
    }
    held.add(LuaString.wrap(bytes));
    if (held.size() >= MAX_HELD) {
      open().receiving(false);
    }
  }

  /** The thread that waits for a datagram, and not for the peer's address. */
  private @Nullable LightThread reader() {
    return deadline.isSet() ? waiting : null;
  }

  @Override
  public void failed(SocketError error) {
    LightThread thread = reader();
    if (thread == null) {
      broken = error;
      return;
    }
    wake(thread, Results.toArray(failure(thread.context(), error)));
  }

  private Object failure(ThreadContext context, SocketError error) {
    if (settings.logErrors()) {
      context.logError(error.text());
    }
    return Results.of(null, LuaString.of(error.error().lowercaseWords()));
  }

  private void timedOut() {
    LightThread thread = waiting;
    if (thread == null) {
      return;
    }
    if (settings.logErrors()) {
      thread.context().logError("lua udp socket read timed out");
    }
    wake(thread, null, StreamSocket.TIMEOUT);
  }

  // ---- ends

  void close() {
    disown();
    release();
  }

  @Override
  protected void release() {
    DatagramConnection open = connection;
    connection = null;
    held.clear();
    broken = null;
    deadline.close();
    if (open != null) {
      OpenSockets.of(worker).remove(this);
      open.close();
    }
  }

  @Override
  public void cut() {
    LightThread thread = waiting;
    close();
    if (thread != null) {
      wake(thread, null, StreamSocket.CLOSED);
    }
  }

  /** The thread was killed. */
  private void cancel() {
    waiting = null;
    Resolution asked = resolution;
    if (asked != null) {
      asked.cancel();
      resolution = null;
    }
    close();
  }
}
