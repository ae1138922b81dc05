package io.perigee.conf.directive;

/** The kinds of blocks in which a directive may stand; nginx's {@code NGX_*_CONF} bits. */
public enum Context {
  /** Top level of the file. */
  MAIN,
  /** Inside {@code events}. */
  EVENTS,
  /** Inside {@code http}. */
  HTTP,
  /** Inside {@code server} of {@code http}. */
  SERVER,
  /** Inside {@code if} of a server. */
  SERVER_IF,
  /** Inside {@code location}. */
  LOCATION,
  /** Inside {@code if} of a location. */
  LOCATION_IF,
  /** Inside {@code limit_except}. */
  LIMIT_EXCEPT,
  /** Inside {@code upstream} of {@code http}. */
  UPSTREAM
}
