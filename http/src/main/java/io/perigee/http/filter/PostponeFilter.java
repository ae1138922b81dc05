package io.perigee.http.filter;

import io.perigee.core.log.Level;
import io.perigee.http.connection.HttpConnection;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;

/**
 * Puts the output of a main request and its subrequests in order (nginx's postpone filter): only
 * the active request writes, all others wait; output of in-memory subrequests is kept for their
 * parents.
 */
public final class PostponeFilter implements BodyFilter {
  /** The filter has no state of its own. */
  public PostponeFilter() {}

  @Override
  public Outcome write(Request r, Chain in, Next next) {
    if (r.is(RequestFlag.SUBREQUEST_IN_MEMORY)) {
      return keep(r, in);
    }
    if (r.is(RequestFlag.BACKGROUND)) {
      return Outcome.OK;
    }
    HttpConnection c = r.connection();
    RequestOutput output = r.outputState();
    if (r != c.active()) {
      if (!in.isEmpty()) {
        output.addData(in);
      }
      return Outcome.OK;
    }
    if (!output.hasPostponed()) {
      return in.isEmpty() && !c.hasBufferedOutput() ? Outcome.OK : next.write(r.main(), in);
    }
    if (!in.isEmpty()) {
      output.addData(in);
    }
    return release(r, c, next);
  }

  private static Outcome release(Request r, HttpConnection c, Next next) {
    RequestOutput output = r.outputState();
    RequestOutput.Item item = output.nextPostponed();
    while (item != null) {
      switch (item) {
        case RequestOutput.Item.Part part -> {
          c.active(part.subrequest());
          part.subrequest().post();
          return Outcome.OK;
        }
        case RequestOutput.Item.Data data -> {
          if (next.write(r.main(), data.chain()) == Outcome.ERROR) {
            return Outcome.ERROR;
          }
        }
      }
      item = output.nextPostponed();
    }
    return Outcome.OK;
  }

  private static Outcome keep(Request r, Chain in) {
    RequestOutput output = r.outputState();
    long size = in.totalSize();
    for (Buf buf : output.captured()) {
      size += buf.size();
    }
    if (size > r.settings().get(CoreSettings.SUBREQUEST_OUTPUT_BUFFER_SIZE)) {
      r.log(Level.ERROR, "too big subrequest response: " + size);
      return Outcome.ERROR;
    }
    output.capture(in);
    return Outcome.OK;
  }
}
