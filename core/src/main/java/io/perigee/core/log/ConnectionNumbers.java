package io.perigee.core.log;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts connections over all workers, for the error log and {@code $connection}: those of clients
 * and, as in nginx, those that stand for a client where Lua code runs without one.
 */
public final class ConnectionNumbers {
  private static final AtomicLong LAST = new AtomicLong();

  private ConnectionNumbers() {}

  /** The number of a new connection. */
  public static long next() {
    return LAST.incrementAndGet();
  }
}
