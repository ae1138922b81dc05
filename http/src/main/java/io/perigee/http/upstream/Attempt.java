package io.perigee.http.upstream;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one try of a peer, for the {@code $upstream_} variables (nginx's {@code
 * ngx_http_upstream_state_t}). Times are milliseconds, -1 while unknown. An attempt without a peer
 * separates the tries of one location from those of the next.
 */
final class Attempt {
  byte @Nullable [] peer;
  int status;
  long connectTime = -1;
  long headerTime = -1;
  long responseTime = -1;
  long responseLength;
  long bytesReceived;
  long bytesSent;
}
