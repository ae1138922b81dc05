package io.perigee.core.worker;

import org.jspecify.annotations.Nullable;

/**
 * A time-out that is moved far more often than it is reached. Moving it is one field write: the
 * timer below keeps its place and looks at the real deadline when it fires.
 */
public final class Deadline {
  private final Worker worker;
  private final Runnable reached;
  private @Nullable Timer timer;
  private long at = Long.MAX_VALUE;

  /** A deadline that is not set. */
  public Deadline(Worker worker, Runnable reached) {
    this.worker = worker;
    this.reached = reached;
  }

  /** Sets or moves the deadline to so many milliseconds from now. */
  public void set(long millis) {
    at = worker.clock().monotonic() + millis;
    Timer current = timer;
    if (current == null) {
      timer = worker.timer(millis, this::fired);
    } else if (!current.pending() || current.deadline > at) {
      current.restart(millis);
    }
  }

  /** Takes the deadline back; the timer below may still wake up once for nothing. */
  public void clear() {
    at = Long.MAX_VALUE;
  }

  /** Whether the deadline is set. */
  public boolean isSet() {
    return at != Long.MAX_VALUE;
  }

  /** Gives up the timer below as well; for the end of the owner's life. */
  public void close() {
    at = Long.MAX_VALUE;
    Timer current = timer;
    if (current != null) {
      current.cancel();
    }
  }

  private void fired() {
    if (at == Long.MAX_VALUE) {
      return;
    }
    long left = at - worker.clock().monotonic();
    Timer current = timer;
    if (left > 0 && current != null) {
      current.restart(left);
      return;
    }
    at = Long.MAX_VALUE;
    reached.run();
  }
}
