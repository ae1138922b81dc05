package io.perigee.http.connection;

import io.perigee.core.worker.Deadline;
import io.perigee.core.worker.Worker;

/**
 * The time in which a connection still takes input, and drops it, before it closes, so that the
 * client can read the last response (nginx's lingering close).
 */
final class Lingering {
  private final Worker worker;
  private final Deadline deadline;
  private long until;
  private long pause;

  Lingering(Worker worker, Deadline deadline) {
    this.worker = worker;
    this.deadline = deadline;
  }

  /** Begins: at most {@code time} in all, at most {@code timeout} without input. */
  void begin(long time, long timeout) {
    until = worker.clock().monotonic() + time;
    pause = timeout;
    deadline.set(Math.min(time, timeout));
  }

  /** Input has come: true if the time is over, else the next pause begins. */
  boolean isOver() {
    long left = until - worker.clock().monotonic();
    if (left <= 0) {
      return true;
    }
    deadline.set(Math.min(left, pause));
    return false;
  }
}
