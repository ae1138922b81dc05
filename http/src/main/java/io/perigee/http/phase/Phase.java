package io.perigee.http.phase;

/** The phases of a request in the order in which nginx runs them. */
public enum Phase {
  POST_READ,
  SERVER_REWRITE,
  FIND_CONFIG,
  REWRITE,
  POST_REWRITE,
  PREACCESS,
  ACCESS,
  POST_ACCESS,
  PRECONTENT,
  CONTENT,
  LOG
}
