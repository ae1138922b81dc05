package io.perigee.core.worker;

/**
 * A moment at which a worker runs something once. Made by {@link Worker#timer}; may be cancelled
 * and set again by its owner on the worker's thread.
 */
public final class Timer {
  /** The place of a timer that is not set. */
  static final int UNSET = -1;

  /** The place of a timer whose time has come and whose turn is next. */
  static final int DUE = -2;

  private final Timers timers;
  final Runnable task;
  int place = UNSET;
  long deadline;

  Timer(Timers timers, Runnable task) {
    this.timers = timers;
    this.task = task;
  }

  /** Whether the timer will still run. */
  public boolean pending() {
    return place != UNSET;
  }

  /** Takes the timer back; does nothing if it ran or is not set. */
  public void cancel() {
    if (place != UNSET) {
      timers.remove(this);
    }
  }

  /** Sets the timer to run after so many milliseconds from the worker's present time. */
  public void restart(long millis) {
    timers.set(this, millis);
  }
}
