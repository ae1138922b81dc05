package io.perigee.core.net;

import io.netty.buffer.ByteBuf;

/**
 * Who is told what happens on an outgoing {@link Connection}. Each call is an event of the worker,
 * on its thread. After {@link Connection#close} nothing is told any more.
 */
public interface ConnectionEvents {
  /** The connection is there: bytes can be sent and read. */
  void connected();

  /** There is no connection, and there will be none: it is closed. */
  void connectFailed(SocketError error);

  /** The time to connect is over; the connection is closed. */
  void connectTimedOut();

  /**
   * Bytes have come after a {@link Connection#read}. The buffer is the worker's: what is not taken
   * out of it during the call is lost.
   */
  void received(ByteBuf bytes);

  /** The other side sends nothing more; told after a {@link Connection#read}. Writing goes on. */
  void inputEnded();

  /**
   * The connection is broken. Told at once if sending failed, else after a {@link Connection#read}.
   */
  void failed(SocketError error);

  /** All that was flushed has left; told only where something had to wait for the socket. */
  void drained();

  /** A part of what waits for the socket has left. */
  default void progressed() {}
}
