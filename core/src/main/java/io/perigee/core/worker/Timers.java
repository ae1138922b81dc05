package io.perigee.core.worker;

import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A worker's timers in a binary heap. The event loop is told of the earliest one only, so that
 * setting and cancelling a timer costs a few array moves (nginx's timer tree). Timers that are due
 * run together; one that is set meanwhile waits for the next turn of the loop even if it is due at
 * once, so that a handler which sets itself again and again does not keep input from being read.
 */
final class Timers {
  private static final long LATE_MILLIS = 20;

  private final Worker worker;
  private @Nullable Timer[] heap = new @Nullable Timer[64];
  private final ArrayDeque<Timer> due = new ArrayDeque<>();
  private int size;
  private long armedFor = Long.MAX_VALUE;
  private @Nullable Future<?> armed;
  private boolean deferred;

  Timers(Worker worker) {
    this.worker = worker;
  }

  void set(Timer timer, long millis) {
    if (timer.place != Timer.UNSET) {
      remove(timer);
    }
    timer.deadline = worker.clock().monotonic() + Math.max(0, millis);
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    heap[size] = timer;
    timer.place = size++;
    worker.holdings().taken(Holdings.Kind.TIMER);
    up(timer.place);
    arm();
  }

  void remove(Timer timer) {
    int hole = timer.place;
    timer.place = Timer.UNSET;
    worker.holdings().given(Holdings.Kind.TIMER);
    if (hole == Timer.DUE) {
      return;
    }
    take(timer, hole);
  }

  /** Takes a timer out of the heap. */
  private void take(Timer timer, int hole) {
    Timer moved = at(--size);
    heap[size] = null;
    if (moved != timer) {
      heap[hole] = moved;
      moved.place = hole;
      up(hole);
      down(moved.place);
    }
  }

  int size() {
    return size;
  }

  private Timer at(int place) {
    return Objects.requireNonNull(heap[place]);
  }

  private void up(int from) {
    int at = from;
    Timer timer = at(at);
    while (at > 0) {
      int above = (at - 1) >>> 1;
      Timer other = at(above);
      if (other.deadline <= timer.deadline) {
        break;
      }
      heap[at] = other;
      other.place = at;
      at = above;
    }
    heap[at] = timer;
    timer.place = at;
  }

  private void down(int from) {
    int at = from;
    Timer timer = at(at);
    int child = 2 * at + 1;
    while (child < size) {
      if (child + 1 < size && at(child + 1).deadline < at(child).deadline) {
        child++;
      }
      Timer other = at(child);
      if (other.deadline >= timer.deadline) {
        break;
      }
      heap[at] = other;
      other.place = at;
      at = child;
      child = 2 * at + 1;
    }
    heap[at] = timer;
    timer.place = at;
  }

  private void arm() {
    if (size == 0 || at(0).deadline >= armedFor) {
      return;
    }
    Future<?> old = armed;
    if (old != null) {
      old.cancel(false);
    }
    armedFor = at(0).deadline;
    long delay = Math.max(0, armedFor * 1_000_000L - System.nanoTime());
    armed = worker.eventLoop().schedule(this::expire, delay, TimeUnit.NANOSECONDS);
  }

  /**
   * Runs what is due. When the loop was held up for so long that this comes late, what the sockets
   * have meanwhile comes first, or a pause would look like a time-out (nginx as well looks at
   * sockets before timers).
   */
  private void expire() {
    boolean late = System.nanoTime() / 1_000_000L - armedFor > LATE_MILLIS;
    if (late && !deferred) {
      deferred = true;
      armed = worker.eventLoop().schedule(this::expire, 1, TimeUnit.NANOSECONDS);
      return;
    }
    deferred = false;
    armed = null;
    armedFor = Long.MAX_VALUE;
    worker.begin();
    try {
      collectDue();
      Timer timer = due.poll();
      while (timer != null) {
        if (timer.place == Timer.DUE) {
          remove(timer);
          worker.runSafely(timer.task);
          worker.endStep();
        }
        timer = due.poll();
      }
    } finally {
      arm();
      worker.end();
    }
  }

  private void collectDue() {
    while (size > 0 && at(0).deadline <= worker.clock().monotonic()) {
      Timer timer = at(0);
      take(timer, 0);
      timer.place = Timer.DUE;
      due.add(timer);
    }
  }
}
