package io.perigee.httpmodules.gunzip;

import io.perigee.conf.text.SystemErrors;
import io.perigee.conf.value.Values;
import io.perigee.core.log.Level;
import io.perigee.http.connection.HttpConnection;
import io.perigee.http.filter.BodyFilter;
import io.perigee.http.filter.Buf;
import io.perigee.http.filter.Chain;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.zip.DataFormatException;

/**
 * The unpacking of one response. No more content is made at a time than the buffers hold: while the
 * client has not taken it, the packed rest waits, for its plain form may be a thousand times as
 * long.
 */
final class Unpacking {
  /** Files are read in parts of this size. */
  private static final int PART = 32 * 1024;

  // zlib's names for how input is to be treated, as they stand in nginx's messages
  private static final int NO_FLUSH = 0;
  private static final int SYNC_FLUSH = 2;
  private static final int FINISH = 4;

  private final Request r;
  private final Values.Buffers buffers;
  private final GunzipStream stream = new GunzipStream();
  private final ArrayDeque<Buf> packed = new ArrayDeque<>();

  /** What of the first buffer is with the stream already. */
  private long taken;

  /** Whether the stream may have more content of what it was given. */
  private boolean more;

  private boolean waiting;
  private boolean ended;

  Unpacking(Request r, Values.Buffers buffers) {
    this.r = r;
    this.buffers = buffers;
    r.cleanup(this::close);
  }

  /** Whether the end of the response has passed. */
  boolean isEnded() {
    return ended;
  }

  /** Takes a part of the body and passes on what fits. */
  Outcome add(Chain in, BodyFilter.Next next) {
    for (int i = 0; i < in.size(); i++) {
      packed.add(in.get(i));
    }
    return waiting ? Outcome.AGAIN : work(next);
  }

  private Outcome work(BodyFilter.Next next) {
    Outcome outcome = Outcome.OK;
    while (!packed.isEmpty()) {
      Chain out = new Chain();
      try {
        fill(out);
      } catch (DataFormatException broken) {
        return failed("inflate() failed: " + mode(packed.element()) + ", -3");
      } catch (IOException unreadable) {
        r.log(Level.CRIT, "read() failed " + SystemErrors.text(unreadable));
        return end(Outcome.ERROR);
      }
      if (ended && !stream.isComplete()) {
        return failed("inflate() returned -5 on response end");
      }
      outcome = out.isEmpty() ? outcome : next.write(r, out);
      if (outcome == Outcome.ERROR) {
        return end(outcome);
      }
      if (!packed.isEmpty() && isBlocked()) {
        return await(next);
      }
    }
    return ended ? end(outcome) : outcome;
  }

  /** Makes content until the buffers are full or there is nothing packed any more. */
  private void fill(Chain out) throws DataFormatException, IOException {
    byte[] room = new byte[(int) buffers.size()];
    long pieces = 0;
    while (pieces < buffers.count()) {
      Buf buf = packed.peek();
      if (buf == null) {
        return;
      }
      if (more) {
        int size = stream.inflate(room);
        more = size == room.length;
        if (size > 0) {
          out.add(Buf.of(Arrays.copyOf(room, size)));
          pieces++;
        }
      } else if (taken < buf.size()) {
        long part = Math.min(PART, buf.size() - taken);
        stream.input(buf.slice(taken, part).content());
        taken += part;
        more = true;
      } else {
        pass(packed.remove(), out);
      }
    }
  }

  /** All content of a buffer is out; what it says beyond that follows. */
  private void pass(Buf done, Chain out) {
    taken = 0;
    if (done.last() || done.lastInChain()) {
      ended = true;
    }
    if (done.last() || done.lastInChain() || done.flush() || done.sync()) {
      out.add(Buf.special().flagsOf(done).sync(!done.last() && !done.flush()));
    }
  }

  /** Whether the client has not taken yet what it got; output that has to wait is never blocked. */
  private boolean isBlocked() {
    HttpConnection c = r.connection();
    return r == c.active() && c.hasBufferedOutput();
  }

  private Outcome await(BodyFilter.Next next) {
    waiting = true;
    r.outputState().hold();
    r.onWritable(() -> goOn(next));
    return Outcome.AGAIN;
  }

  private void goOn(BodyFilter.Next next) {
    if (!waiting) {
      return;
    }
    waiting = false;
    r.outputState().release();
    if (r.connection().error()) {
      packed.clear();
    } else if (work(next) == Outcome.ERROR) {
      r.connection().failed();
    }
  }

  private static int mode(Buf buf) {
    return buf.last() || buf.lastInChain() ? FINISH : buf.flush() ? SYNC_FLUSH : NO_FLUSH;
  }

  private Outcome failed(String message) {
    r.log(Level.ERROR, message);
    return end(Outcome.ERROR);
  }

  private Outcome end(Outcome outcome) {
    ended = true;
    packed.clear();
    stream.close();
    return outcome;
  }

  /** The request is over. */
  private void close() {
    waiting = false;
    packed.clear();
    stream.close();
  }
}
