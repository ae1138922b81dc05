package io.perigee.ngx.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.perigee.core.worker.Deadline;
import io.perigee.core.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Where a socket object's bytes come from and go to: a connection of its own, or that of a client.
 * It keeps what was received and not yet taken, and the times that reading and writing may take. It
 * tells its {@link StreamSocket} what happens, on the worker's thread.
 */
public abstract class Link {
  private static final int KEPT = 64 * 1024;

  private final Worker worker;
  private @Nullable StreamSocket socket;
  private @Nullable ByteBuf rest;
  private @Nullable Deadline reading;
  private @Nullable Deadline writing;

  /** A link that no socket has yet. */
  protected Link(Worker worker) {
    this.worker = worker;
  }

  // ---- what the socket asks

  /** Asks for one report: bytes, the end, or a failure. */
  protected abstract void read();

  /** Takes a {@link #read} back. */
  protected abstract void pauseReading();

  /** Gathers bytes to be sent. */
  protected abstract void put(byte[] bytes, int start, int end);

  /** Sends what was gathered; if false, it is told later when they have left. */
  protected abstract boolean flush();

  /** Sends the end of output; false if the kind of link has none. */
  protected abstract boolean shutdownOutput();

  /** Ends the link; nothing is told any more. */
  protected abstract void close();

  // ---- what the link tells

  /** Bytes have come after a read. */
  protected final void deliver(ByteBuf bytes) {
    StreamSocket owner = socket;
    if (owner == null) {
      keep(bytes);
    } else {
      owner.received(bytes);
    }
  }

  /** The other side sends nothing more. */
  protected final void deliverEnd() {
    StreamSocket owner = socket;
    if (owner != null) {
      owner.inputEnded();
    }
  }

  /** Reading or writing failed, with the text for Lua code. */
  protected final void deliverFailure(String error) {
    StreamSocket owner = socket;
    if (owner != null) {
      owner.failed(error);
    }
  }

  /** All that was flushed has left. */
  protected final void deliverSent() {
    StreamSocket owner = socket;
    if (owner != null) {
      owner.sent();
    }
  }

  // ---- state

  /** The worker that the link belongs to. */
  protected final Worker worker() {
    return worker;
  }

  /** The socket object that has the link. */
  public final @Nullable StreamSocket socket() {
    return socket;
  }

  final void socket(@Nullable StreamSocket owner) {
    socket = owner;
  }

  /** What was received and not taken; null or without bytes for nothing. */
  final @Nullable ByteBuf rest() {
    return rest;
  }

  final boolean hasRest() {
    ByteBuf kept = rest;
    return kept != null && kept.isReadable();
  }

  /** Keeps bytes for the next reading call. */
  public final void keep(ByteBuf bytes) {
    if (!bytes.isReadable()) {
      return;
    }
    ByteBuf kept = rest;
    if (kept == null || (!kept.isReadable() && kept.capacity() > KEPT)) {
      kept = Unpooled.buffer(bytes.readableBytes());
      rest = kept;
    } else if (!kept.isReadable()) {
      kept.clear();
    } else if (kept.readerIndex() > KEPT) {
      kept.discardReadBytes();
    }
    kept.writeBytes(bytes);
  }

  final Deadline reading() {
    Deadline known = reading;
    if (known == null) {
      known = new Deadline(worker, this::readTimedOut);
      reading = known;
    }
    return known;
  }

  final Deadline writing() {
    Deadline known = writing;
    if (known == null) {
      known = new Deadline(worker, this::writeTimedOut);
      writing = known;
    }
    return known;
  }

  private void readTimedOut() {
    StreamSocket owner = socket;
    if (owner != null) {
      owner.readTimedOut();
    } else {
      idleTimedOut();
    }
  }

  private void writeTimedOut() {
    StreamSocket owner = socket;
    if (owner != null) {
      owner.writeTimedOut();
    }
  }

  /** The read deadline of a link without a socket has passed. */
  protected void idleTimedOut() {
    // only connections in a pool have one
  }

  /** Gives the deadlines up; for the end of the link. */
  protected final void closeDeadlines() {
    Deadline read = reading;
    if (read != null) {
      read.close();
    }
    Deadline write = writing;
    if (write != null) {
      write.close();
    }
  }
}
