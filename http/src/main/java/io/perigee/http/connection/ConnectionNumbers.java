package io.perigee.http.connection;

/** The numbers of clients' connections. */
final class ConnectionNumbers {
  private ConnectionNumbers() {}

  static long next() {
    return io.perigee.core.log.ConnectionNumbers.next();
  }
}
