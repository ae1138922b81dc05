package io.perigee.http.connection;

import java.util.concurrent.atomic.AtomicLong;

/** Counts connections over all workers, for the error log and $connection. */
final class ConnectionNumbers {
  private static final AtomicLong LAST = new AtomicLong();

  private ConnectionNumbers() {}

  static long next() {
    return LAST.incrementAndGet();
  }
}
