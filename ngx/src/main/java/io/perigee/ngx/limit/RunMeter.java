package io.perigee.ngx.limit;

import io.perigee.lua.runtime.LuaStop;
import io.perigee.lua.value.SafePoint;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures the runs of one VM. A stretch is the time from where a coroutine gets the processor to
 * where it gives it back; the stretches of a run add up in its {@link RunAccount}. The {@link
 * Watchdog} sees a stretch that has gone on for too long and asks for a look at the next safe
 * point; there, on the VM's own thread, the run is stopped, gives way, or goes on.
 *
 * <p>A stretch is timed by the clock on the wall, which costs little. Only of one that the watchdog
 * has met is the CPU time of the thread taken, so that a run does not pay for the time in which the
 * machine did something else.
 */
public final class RunMeter {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final SafePoint safePoint;
  private final Watchdog watchdog;
  private final Runnable giveWay;
  private final int bit;
  private @Nullable RunAccount current;
  private long began;
  private long stretches;
  private long threadId;

  /** The number of the stretch under way; 0 while none is measured. */
  private volatile long stretch;

  /** When the stretch under way must be looked at. */
  private volatile long due;

  /** When the watchdog met the stretch, and the thread's CPU time then. */
  private volatile @Nullable Meeting meeting;

  private record Meeting(long stretch, long time, long cpu) {}

  /** The meter of a VM; {@code giveWay} lets others have a turn, in the coroutine that calls it. */
  public RunMeter(SafePoint safePoint, Watchdog watchdog, Runnable giveWay) {
    this.safePoint = safePoint;
    this.watchdog = watchdog;
    this.giveWay = giveWay;
    this.bit = safePoint.register(this::look);
  }

  /** A run gets the processor, perhaps inside another. */
  public void begin(RunAccount account) {
    RunAccount outer = current;
    long now = System.nanoTime();
    if (outer != null) {
      close(outer, now);
    }
    open(account, now);
  }

  /** A run gives the processor back, perhaps to the outer one. */
  public void end(@Nullable RunAccount outer) {
    long now = System.nanoTime();
    RunAccount ended = current;
    if (ended != null) {
      close(ended, now);
    }
    if (outer != null) {
      open(outer, now);
    } else {
      current = null;
    }
  }

  private void open(RunAccount account, long now) {
    current = account;
    if (account.limits().isAny()) {
      if (threadId == 0) {
        threadId = Thread.currentThread().threadId();
      }
      began = now;
      due = now + account.limits().untilNextLook(account.used);
      stretch = ++stretches;
      watchdog.wake();
    }
  }

  private void close(RunAccount account, long now) {
    if (stretch != 0) {
      account.used += spent(now);
      stretch = 0;
    }
  }

  /** The CPU time of the stretch under way. */
  private long spent(long now) {
    Meeting met = meeting;
    if (met == null || met.stretch != stretch) {
      return now - began;
    }
    return met.time - began + THREADS.getCurrentThreadCpuTime() - met.cpu;
  }

  /** At a safe point: the limits of the stretch under way may have been reached. */
  private void look() {
    safePoint.clear(bit);
    RunAccount account = current;
    if (account == null || stretch == 0) {
      return;
    }
    long now = System.nanoTime();
    RunLimits limits = account.limits();
    long used = account.used + spent(now);
    if (limits.cpu() > 0 && used >= limits.cpu()) {
      // What follows, as the page that tells the client, has the whole time again.
      account.used = 0;
      open(account, now);
      throw LuaStop.here(
          "CPU time limit of " + TimeUnit.NANOSECONDS.toMillis(limits.cpu()) + "ms exceeded");
    }
    due = now + limits.untilNextLook(used);
    if (limits.slice() > 0 && now - began >= limits.slice()) {
      giveWay.run();
    }
  }

  /** On the watchdog's thread: asks for a look if it is time; answers whether a stretch runs. */
  boolean check(long now) {
    long seen = stretch;
    if (seen == 0) {
      return false;
    }
    Meeting met = meeting;
    if (met == null || met.stretch != seen) {
      meeting = new Meeting(seen, now, THREADS.getThreadCpuTime(threadId));
    }
    if (now - due >= 0) {
      safePoint.request(bit);
    }
    return true;
  }
}
