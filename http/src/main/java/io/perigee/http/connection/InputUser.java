package io.perigee.http.connection;

/**
 * Who takes a connection's input while a request is at work: the reader of its body, or Lua code.
 * Told on the worker's thread.
 */
public interface InputUser {
  /** More input is there. */
  void received();

  /** The client sends nothing more. */
  void ended();

  /** The time for input is over. */
  void timedOut();
}
