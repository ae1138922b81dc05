package io.perigee.ngx.semaphore;

import io.perigee.core.worker.Timer;
import io.perigee.core.worker.Worker;
import io.perigee.lua.value.LuaString;
import io.perigee.ngx.thread.LightThread;
import io.perigee.ngx.thread.ThreadOperations;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A counter that light threads of any request of a worker wait for, first come first served. A post
 * wakes the waiting ones when the present event is over, not at once.
 */
final class Semaphore {
  private static final @Nullable Object[] TIMEOUT = {null, LuaString.of("timeout")};

  /** A thread in the queue, with the timer that ends its wait. */
  private static final class Waiter {
    private final LightThread thread;
    private @Nullable Timer timer;

    Waiter(LightThread thread) {
      this.thread = thread;
    }

    void wake(@Nullable Object... results) {
      Timer pending = timer;
      if (pending != null) {
        pending.cancel();
      }
      thread.context().wake(thread, results);
    }
  }

  private final ArrayDeque<Waiter> queue = new ArrayDeque<>();
  private int count;
  private boolean posted;

  Semaphore(int count) {
    this.count = count;
  }

  /** Available resources; below zero, the number of waiting threads. */
  int count() {
    return count - queue.size();
  }

  boolean hasWaiters() {
    return !queue.isEmpty();
  }

  boolean tryTake() {
    if (queue.isEmpty() && count > 0) {
      count--;
      return true;
    }
    return false;
  }

  void add(int resources) {
    count += resources;
  }

  void post(Worker worker, int resources) {
    count += resources;
    if (!posted && !queue.isEmpty()) {
      posted = true;
      worker.post(this::serve);
    }
  }

  private void serve() {
    posted = false;
    while (count > 0 && !queue.isEmpty()) {
      count--;
      Waiter first = queue.poll();
      if (first != null) {
        first.wake(true, null);
      }
    }
  }

  /** Waits in the queue; the results of the call are true, or nil and "timeout". */
  @Nullable Object await(Worker worker, LightThread thread, long millis) {
    Waiter waiter = new Waiter(thread);
    queue.add(waiter);
    Timer timer =
        worker.timer(
            millis,
            () -> {
              queue.remove(waiter);
              thread.context().wake(thread, TIMEOUT);
            });
    waiter.timer = timer;
    thread.pending(
        () -> {
          timer.cancel();
          queue.remove(waiter);
        });
    return ThreadOperations.await(thread);
  }
}
