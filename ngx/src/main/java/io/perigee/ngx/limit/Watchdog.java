package io.perigee.ngx.limit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that looks after the runs of all VMs of one configuration. It sleeps while no run is
 * under way, and there is none where no limit is configured.
 */
public final class Watchdog {
  private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int IDLE_ROUNDS = 16;

  private final List<RunMeter> meters = new CopyOnWriteArrayList<>();
  private final long pause;
  private volatile boolean asleep;
  private volatile boolean ended;
  private @Nullable Thread thread;

  /** A watchdog for limits of which the shortest has so many milliseconds. */
  public Watchdog(long shortestLimit) {
    long quarter = TimeUnit.MILLISECONDS.toNanos(shortestLimit) / 4;
    pause = Math.clamp(quarter, SHORTEST, LONGEST);
  }

  /** Looks after a meter as well; the first one starts the thread. Not for the event loop. */
  public synchronized void watch(RunMeter meter) {
    meters.add(meter);
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("lua-watchdog").start(this::run);
    }
  }

  /** Ends the thread when the last meter is given back. */
  public synchronized void forget(RunMeter meter) {
    meters.remove(meter);
    Thread running = thread;
    if (meters.isEmpty() && running != null) {
      ended = true;
      LockSupport.unpark(running);
    }
  }

  /** A run begins. */
  void wake() {
    if (asleep) {
      Thread running = thread;
      asleep = false;
      LockSupport.unpark(running);
    }
  }

  private void run() {
    int idle = 0;
    while (!ended) {
      if (check()) {
        idle = 0;
        LockSupport.parkNanos(this, pause);
      } else if (++idle < IDLE_ROUNDS) {
        LockSupport.parkNanos(this, pause);
      } else {
        idle = 0;
        sleep();
      }
    }
  }

  /** A run that begins after {@code asleep} is set wakes the thread; one before it is seen here. */
  private void sleep() {
    asleep = true;
    if (!check()) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  private boolean check() {
    boolean running = false;
    long now = System.nanoTime();
    for (RunMeter meter : meters) {
      running |= meter.check(now);
    }
    return running;
  }
}
