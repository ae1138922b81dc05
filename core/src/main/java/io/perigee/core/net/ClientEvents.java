package io.perigee.core.net;

import io.netty.buffer.ByteBuf;
import java.io.IOException;

/**
 * Who is told what happens on a {@link ClientSocket}. Called on the worker's thread, within an
 * event of the worker.
 */
public interface ClientEvents {
  /** The socket is watched from now on. */
  void opened();

  /**
   * Bytes have come. The buffer is the worker's: what is not taken out of it during the call is
   * lost.
   */
  void received(ByteBuf bytes);

  /** The client sends nothing more; it may still read. Told once. */
  void inputEnded();

  /** Reading failed: the connection is broken, and no end of input is told any more. */
  void inputFailed(IOException cause);

  /** The socket was closed, by its owner or with its channel; nothing is told after it. */
  void closed();
}
