package io.perigee.core.net;

import io.perigee.core.worker.Worker;

/** What a subsystem does with a connection that was accepted; called on the worker's thread. */
@FunctionalInterface
public interface Accepted {
  /** Sets who is told of a connection's events, before it is opened. */
  void accepted(Worker worker, ClientSocket socket);
}
