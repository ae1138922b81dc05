package io.perigee.httpmodules.rewrite;

import io.perigee.http.request.Request;

/** What an {@code if} directive asks of a request. */
@FunctionalInterface
interface Condition {
  /** Whether the body of the block is to be entered. */
  boolean holds(Request r);
}
