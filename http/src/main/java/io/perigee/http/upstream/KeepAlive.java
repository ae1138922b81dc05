package io.perigee.http.upstream;

/**
 * How connections to the peers of a group are kept for the next request.
 *
 * @param connections idle connections that each worker keeps, 0 for none
 * @param requests how many requests one connection serves
 * @param time how long one connection is used, in milliseconds
 * @param timeout how long one may be idle, in milliseconds
 */
record KeepAlive(int connections, int requests, long time, long timeout) {
  /** No connection is kept. */
  static final KeepAlive NONE = new KeepAlive(0, 1000, 3_600_000, 60_000);
}
