package io.perigee.http.upstream;

import io.perigee.conf.value.Values;
import io.perigee.core.log.Level;
import io.perigee.http.connection.HttpConnection;
import io.perigee.http.filter.Chain;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import java.io.IOException;

/**
 * The way of a peer's body to the client. With buffering, content leaves when a whole buffer is
 * full or the body ends, and what a slow client does not take is held in memory up to the size of
 * the buffers, then in a file, so that the peer is soon done (nginx's event pipe); without, each
 * piece leaves at once and the peer waits.
 */
final class ReplyOutput {
  /** Told when the client has taken what was held; {@code failed} when it is gone. */
  interface Taken {
    void taken(boolean failed);
  }

  private final Request r;
  private final boolean buffering;
  private final long bufferSize;
  private final long memoryLimit;
  private final ReplyFile file;
  private final Taken taken;
  private Chain filling = new Chain();
  private long fillingBytes;
  private Chain held = new Chain();
  private long heldBytes;
  private boolean waiting;
  private boolean closed;

  ReplyOutput(Request r, boolean buffering, Values.Buffers buffers, ReplyFile file, Taken taken) {
    this.r = r;
    this.buffering = buffering;
    this.bufferSize = buffers.size();
    this.memoryLimit = buffers.count() * buffers.size();
    this.file = file;
    this.taken = taken;
  }

  /** Whether the client, or the request before this one in the response, keeps output waiting. */
  private boolean isBlocked() {
    if (r.is(RequestFlag.CAPTURED) || r.is(RequestFlag.SUBREQUEST_IN_MEMORY)) {
      return false;
    }
    HttpConnection c = r.connection();
    return r != c.active() ? !r.is(RequestFlag.BACKGROUND) : c.hasBufferedOutput();
  }

  private boolean isHolding() {
    return heldBytes > 0 || file.isHolding();
  }

  /** Takes content of the body. */
  Outcome add(Chain content) {
    if (!buffering) {
      return passOrHold(content);
    }
    filling.addAll(content);
    fillingBytes += content.totalSize();
    return fillingBytes < bufferSize ? Outcome.OK : passFilled();
  }

  private Outcome passFilled() {
    if (fillingBytes == 0) {
      return Outcome.OK;
    }
    Chain content = filling;
    dropUnfilled();
    return passOrHold(content);
  }

  /** The peer fell silent: what does not fill a buffer is left out, as nginx does it. */
  void dropUnfilled() {
    filling = new Chain();
    fillingBytes = 0;
  }

  private Outcome passOrHold(Chain content) {
    if (!isHolding() && !isBlocked()) {
      return pass(content);
    }
    await();
    long size = content.totalSize();
    boolean toFile =
        buffering && (file.isHolding() || heldBytes + size > memoryLimit) && file.isAllowed();
    if (!toFile) {
      held.addAll(content);
      heldBytes += size;
      return Outcome.OK;
    }
    try {
      file.append(content);
      return Outcome.OK;
    } catch (IOException failed) {
      r.log(Level.CRIT, "cannot write the response of an upstream: " + failed.getMessage());
      return Outcome.ERROR;
    }
  }

  private Outcome pass(Chain content) {
    if (!buffering) {
      content.get(content.size() - 1).flush(true);
    }
    return r.output(content);
  }

  /** Whether the peer may send more now. */
  boolean takesMore() {
    if (!buffering) {
      if (isHolding() || isBlocked()) {
        await();
        return false;
      }
      return true;
    }
    return heldBytes < memoryLimit || file.hasRoom();
  }

  private void await() {
    if (waiting) {
      return;
    }
    waiting = true;
    if (r == r.connection().active()) {
      r.onWritable(this::goOn);
    } else {
      r.writeHandler(posted -> goOn());
    }
  }

  /** The client has taken all that was passed: what is held follows. */
  private void goOn() {
    waiting = false;
    if (closed) {
      return;
    }
    if (r.connection().error()) {
      taken.taken(true);
      return;
    }
    Outcome outcome = Outcome.OK;
    while (isHolding() && !isBlocked() && outcome != Outcome.ERROR) {
      outcome = pass(nextHeld());
    }
    if (outcome != Outcome.ERROR && (isHolding() || isBlocked())) {
      await();
    }
    taken.taken(outcome == Outcome.ERROR);
  }

  private Chain nextHeld() {
    if (heldBytes > 0) {
      Chain next = held;
      held = new Chain();
      heldBytes = 0;
      return next;
    }
    return Chain.of(file.next());
  }

  /** The body is complete: all that is held is passed, whether the client is ready or not. */
  Outcome finish() {
    closed = true;
    Outcome outcome = passFilled();
    while (isHolding() && outcome != Outcome.ERROR) {
      outcome = pass(nextHeld());
    }
    return outcome;
  }

  /** The request is over: its file is removed. */
  void close() {
    closed = true;
    file.close();
  }
}
