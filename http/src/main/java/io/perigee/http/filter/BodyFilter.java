package io.perigee.http.filter;

import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;

/**
 * A station that the response body passes before it is written (nginx's body filter). An empty
 * chain means "go on with what you hold".
 */
@FunctionalInterface
public interface BodyFilter {
  /** Handles a part of the body and passes on what is ready. */
  Outcome write(Request r, Chain in, Next next);

  /** The rest of the filter chain, seen from one filter. */
  @FunctionalInterface
  interface Next {
    /** Passes buffers on. */
    Outcome write(Request r, Chain in);
  }

  /** This filter joined with what follows it. */
  default Next before(Next next) {
    return (r, in) -> write(r, in, next);
  }
}
