package io.perigee.core.worker;

/**
 * A moment at which a worker runs something once. Made by {@link Worker#timer}; may be cancelled
 * and set again by its owner on the worker's thread.
 */
public final class Timer {
  private final Timers timers;
  private final Runnable task;
  int place = -1;
  long deadline;

  Timer(Timers timers, Runnable task) {
    this.timers = timers;
    this.task = task;
  }

  /** Whether the timer will still run. */
  public boolean pending() {
    return place >= 0;
  }

  /** Takes the timer back; does nothing if it ran or is not set. */
  public void cancel() {
    if (place >= 0) {
      timers.remove(this);
    }
  }

  /** Sets the timer to run after so many milliseconds from the worker's present time. */
  public void restart(long millis) {
    timers.set(this, millis);
  }

  void run() {
    task.run();
  }
}
