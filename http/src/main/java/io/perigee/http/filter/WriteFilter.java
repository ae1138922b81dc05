package io.perigee.http.filter;

import io.perigee.core.log.Level;
import io.perigee.core.net.Output;
import io.perigee.http.connection.HttpConnection;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import java.io.IOException;

/**
 * The end of the body filters (nginx's write filter): content is gathered in the connection's
 * output and sent when there is enough of it, when it is the last, or when somebody asks for a
 * flush.
 */
final class WriteFilter {
  /** What nginx takes for a packet's content, the default of {@code postpone_output}. */
  private static final long PACKET = 1460;

  private WriteFilter() {}

  static Outcome write(Request r, Chain in) {
    HttpConnection c = r.connection();
    Output to = c.output();
    if (c.error()) {
      return Outcome.ERROR;
    }
    RateLimit limit = RateLimit.of(r) > 0 ? r.outputState().limited(r) : null;
    boolean flush = false;
    boolean last = false;
    for (int i = 0; i < in.size(); i++) {
      Buf buf = in.get(i);
      flush |= buf.flush();
      last |= buf.last();
      if (buf.isSpecial() || r.headerOnly()) {
        continue;
      }
      r.set(RequestFlag.REQUEST_OUTPUT, true);
      if (limit != null) {
        limit.add(buf);
      } else if (!put(r, to, buf)) {
        return Outcome.ERROR;
      }
    }
    if (limit != null && limit.isHolding()) {
      limit.send();
    } else if (flush) {
      c.flush();
    } else {
      sendUnlessPostponed(r);
      if (last) {
        c.flushSoon();
      }
    }
    if (c.error()) {
      return Outcome.ERROR;
    }
    return c.hasBufferedOutput() ? Outcome.AGAIN : Outcome.OK;
  }

  /**
   * Sends what was gathered if it has the size of {@code postpone_output}: after the present event,
   * or at once where the configuration asks for pieces smaller than a packet.
   */
  static void sendUnlessPostponed(Request r) {
    long enough = r.settings().get(CoreSettings.POSTPONE_OUTPUT);
    HttpConnection c = r.connection();
    if (c.output().gathered() < enough) {
      return;
    }
    if (enough < PACKET) {
      c.flush();
    } else {
      c.flushSoon();
    }
  }

  /** Puts a buffer's content into the output; false if the file cannot be read. */
  static boolean put(Request r, Output to, Buf buf) {
    try {
      buf.putInto(to);
      return true;
    } catch (IOException failed) {
      r.log(Level.CRIT, "read() failed (" + failed.getMessage() + ")");
      r.connection().failed();
      return false;
    }
  }
}
