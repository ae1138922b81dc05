package io.perigee.http.request;

import io.perigee.http.phase.Outcome;

/** What runs when a subrequest is finished (nginx's {@code ngx_http_post_subrequest_t}). */
@FunctionalInterface
public interface PostSubrequest {
  /** Told once; the answer replaces the subrequest's outcome. */
  Outcome finished(Request subrequest, Outcome outcome);
}
