package io.perigee.core.net;

import io.perigee.core.worker.Worker;

/** Begins the life of accepted connections on their worker. */
final class Opening {
  private Opening() {}

  static void start(Worker worker, Accepted accepted, ClientSocket socket) {
    worker.begin();
    try {
      accepted.accepted(worker, socket);
      socket.open();
    } catch (RuntimeException | Error problem) {
      worker.unexpected(problem);
      socket.close();
    } finally {
      worker.end();
    }
  }
}
