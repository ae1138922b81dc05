package io.perigee.http.upstream;

import io.netty.buffer.ByteBuf;
import io.perigee.core.net.Connection;
import io.perigee.core.net.ConnectionEvents;
import io.perigee.core.net.Output;
import io.perigee.core.net.SocketError;
import io.perigee.core.worker.Deadline;
import io.perigee.core.worker.Worker;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a peer with the time-out that is running on it. It serves one exchange after the
 * other; between two of them it is idle and belongs to {@link IdleConnections}.
 */
final class PeerConnection implements ConnectionEvents {
  /** Who uses the connection now. */
  interface User {
    /** It is connected. */
    void connected();

    /** It could not be connected; there is no connection. */
    void connectFailed(SocketError error, boolean atOnce);

    /** Bytes have come, after {@link #read}; to be copied. */
    void received(ByteBuf bytes);

    /** The peer has ended its side. */
    void ended();

    /** Reading or sending failed. */
    void failed(SocketError error);

    /** All that was sent has left. */
    void sent();

    /** The deadline was reached. */
    void timedOut();

    /** A fault of the program: the exchange must be ended. */
    void faulty();
  }

  private final Worker worker;
  private final long openedMillis;
  private final Deadline deadline;
  private @Nullable Connection connection;
  private @Nullable User user;
  private @Nullable IdleConnections pool;
  private long timeout;
  private long sentBefore;
  private int requests;

  private PeerConnection(Worker worker, User user) {
    this.worker = worker;
    this.user = user;
    this.openedMillis = worker.clock().monotonic();
    this.deadline = new Deadline(worker, () -> guarded(this::deadlineReached));
  }

  /** Starts to connect for a user. */
  static PeerConnection open(
      Worker worker, SocketAddress address, Connection.Options options, User user) {
    PeerConnection made = new PeerConnection(worker, user);
    made.connection = Connection.open(worker, address, options, made);
    made.requests = 1;
    return made;
  }

  private Connection connection() {
    Connection open = connection;
    if (open == null) {
      throw new IllegalStateException("not connected");
    }
    return open;
  }

  SocketAddress address() {
    return connection().address();
  }

  @Nullable SocketAddress localAddress() {
    return connection().localAddress();
  }

  long openedMillis() {
    return openedMillis;
  }

  /** How many requests it has served, the present one included. */
  int requests() {
    return requests;
  }

  Output output() {
    return connection().output();
  }

  /** Bytes sent for the present user. */
  long sentBytes() {
    return isOpen() ? output().sent() - sentBefore : 0;
  }

  boolean isOpen() {
    return connection != null && connection.isOpen();
  }

  /** Gives an idle connection to a user. */
  void use(User next) {
    user = next;
    pool = null;
    deadline.clear();
    requests++;
    sentBefore = output().sent();
  }

  /** It becomes idle; whatever the peer does now ends it. */
  void rest(IdleConnections owner, long idleTimeout) {
    user = null;
    pool = owner;
    deadline.set(idleTimeout);
    connection().read();
  }

  /** Asks for bytes, within a time from now. */
  void read(long within) {
    timeout = within;
    deadline.set(within);
    connection().read();
  }

  /** Asks for bytes, without a limit of time. */
  void read() {
    connection().read();
  }

  /** Sends what was put into the output; what cannot leave at once must go on within a time. */
  void flush(long within) {
    output().flush();
    if (output().pending() > 0) {
      timeout = within;
      deadline.set(within);
    }
  }

  /** No time is limited until the next read or flush. */
  void clearDeadline() {
    deadline.clear();
  }

  void shutdownOutput() {
    connection().shutdownOutput();
  }

  void close() {
    user = null;
    pool = null;
    deadline.close();
    connection().close();
  }

  private void deadlineReached() {
    User present = user;
    IdleConnections owner = pool;
    if (present != null) {
      present.timedOut();
    } else if (owner != null) {
      owner.remove(this);
    }
  }

  private void guarded(Runnable work) {
    User present = user;
    try {
      work.run();
    } catch (RuntimeException | Error problem) {
      worker.unexpected(problem);
      if (present != null) {
        present.faulty();
      }
    }
  }

  @Override
  public void connected() {
    User present = user;
    if (present != null) {
      guarded(present::connected);
    }
  }

  @Override
  public void connectFailed(SocketError error) {
    User present = user;
    if (present != null) {
      guarded(() -> present.connectFailed(error, connection().failedAtOnce()));
    }
  }

  @Override
  public void connectTimedOut() {
    guarded(this::deadlineReached);
  }

  @Override
  public void received(ByteBuf bytes) {
    User present = user;
    IdleConnections owner = pool;
    if (present != null) {
      guarded(() -> present.received(bytes));
    } else if (owner != null) {
      owner.remove(this);
    }
  }

  @Override
  public void inputEnded() {
    User present = user;
    IdleConnections owner = pool;
    if (present != null) {
      guarded(present::ended);
    } else if (owner != null) {
      owner.remove(this);
    }
  }

  @Override
  public void failed(SocketError error) {
    User present = user;
    IdleConnections owner = pool;
    if (present != null) {
      guarded(() -> present.failed(error));
    } else if (owner != null) {
      owner.remove(this);
    }
  }

  @Override
  public void progressed() {
    if (user != null && output().pending() > 0) {
      deadline.set(timeout);
    }
  }

  @Override
  public void drained() {
    User present = user;
    if (present != null) {
      guarded(present::sent);
    }
  }
}
