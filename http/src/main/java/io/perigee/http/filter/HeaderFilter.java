package io.perigee.http.filter;

import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;

/**
 * A station that the response header passes before it is written (nginx's header filter). It may
 * change {@code r.headersOut()}, then calls the next one.
 */
@FunctionalInterface
public interface HeaderFilter {
  /** Handles the header of a request and passes it on. */
  Outcome send(Request r, Next next);

  /** The rest of the filter chain, seen from one filter. */
  @FunctionalInterface
  interface Next {
    /** Passes the header on. */
    Outcome send(Request r);
  }

  /** This filter joined with what follows it. */
  default Next before(Next next) {
    return r -> send(r, next);
  }
}
