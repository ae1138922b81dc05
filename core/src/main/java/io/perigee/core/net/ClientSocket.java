package io.perigee.core.net;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a connection that a worker accepted; used on that worker's thread only. It is read
 * as soon as something comes, until reading is paused.
 */
public abstract sealed class ClientSocket permits ChannelClient, EpollClient {
  private @Nullable ClientEvents events;

  /** Starts to watch the socket; the events begin. */
  abstract void open();

  /** Who is told what happens; to be set before the socket is opened. */
  public final void events(ClientEvents owner) {
    events = owner;
  }

  final ClientEvents events() {
    ClientEvents owner = events;
    if (owner == null) {
      throw new IllegalStateException("nobody owns the connection");
    }
    return owner;
  }

  /** Tells the owner that the socket is closed; there is none if accepting it failed. */
  final void tellClosed() {
    ClientEvents owner = events;
    if (owner != null) {
      owner.closed();
    }
  }

  /** The way out; who is told how it goes on is its owner. */
  public abstract Output output(Output.Events owner);

  /** The client's address as it was when the connection was accepted, null for a unix socket. */
  public abstract @Nullable SocketAddress remoteAddress();

  /** The address that the client connected to, null for a unix socket. */
  public abstract @Nullable SocketAddress localAddress();

  /** Whether it is open. */
  public abstract boolean isOpen();

  /** Leaves what comes to the system, and so to the client, until {@link #resumeReading}. */
  public abstract void pauseReading();

  /** Goes on reading. */
  public abstract void resumeReading();

  /** Sends the end of output; reading goes on. A client that is gone already is not told. */
  public abstract void shutdownOutput();

  /** Closes it. */
  public abstract void close();

  /** Closes it with a reset, which drops what the client has not taken. */
  public abstract void reset();

  /** What the system knows of the connection, null where it cannot be asked. */
  public abstract @Nullable TcpInfo tcpInfo();
}
