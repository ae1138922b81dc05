package io.perigee.core.log;

/** Whom a message is about: adds what nginx's log handlers add behind the message. */
public interface LogContext {
  /** The number of the client connection, or 0 where there is none. */
  long connectionNumber();

  /**
   * Appends {@code " while reading ..."} and {@code ", client: ..., server: ..., request: ..."}
   * behind the message; Latin-1.
   */
  void describe(StringBuilder line);
}
