package io.perigee.core.worker;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.perigee.core.cycle.Cycle;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.Level;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event loop thread of one cycle (nginx's worker process). Everything here but {@link
 * #execute}, {@link #start}, {@link #quit} and {@link #terminate} is called on its own thread.
 */
public final class Worker {
  /** Lua runs on the worker's own stack, so the stack is large. */
  private static final long STACK_BYTES = 64L << 20;

  private final int id;
  private final Cycle cycle;
  private final Transport transport;
  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;
  private final WorkerClock clock = new WorkerClock();
  private final Holdings holdings = new Holdings();
  private final Timers timers = new Timers(this);
  private final ArrayDeque<Runnable> posted = new ArrayDeque<>();
  private final ArrayDeque<Runnable> stepEnds = new ArrayDeque<>();
  private final Map<WorkerKey<?>, Object> attachments = new HashMap<>();
  private final Set<Closing> connections = new LinkedHashSet<>();
  private final ArrayList<Runnable> exitTasks = new ArrayList<>();
  private final ArrayList<Runnable> overdueTasks = new ArrayList<>(1);
  private final ArrayList<Runnable> lastTasks = new ArrayList<>();
  private int depth;
  private boolean drainScheduled;
  private int liveConnections;
  private int held;
  private volatile boolean exiting;
  private boolean stopped;

  /** What a worker that stops tells its connections. */
  public interface Closing {
    /** The worker ends gracefully: close now if idle, else after the present work. */
    void workerExiting();

    /** The worker ends now. */
    void workerTerminating();
  }

  /** A worker of a cycle; its thread starts with the first task. */
  public Worker(int id, Cycle cycle, Transport transport) {
    this.id = id;
    this.cycle = cycle;
    this.transport = transport;
    this.group =
        new MultiThreadIoEventLoopGroup(
            1,
            (ThreadFactory)
                task ->
                    new FastThreadLocalThread(
                        Thread.currentThread().getThreadGroup(), task, "worker-" + id, STACK_BYTES),
            transport.handlers());
    this.loop = group.next();
  }

  /** Number of the worker in its cycle, from 0. */
  public int id() {
    return id;
  }

  /** The generation of configuration that the worker serves. */
  public Cycle cycle() {
    return cycle;
  }

  /** How the worker's sockets are watched. */
  public Transport transport() {
    return transport;
  }

  /** Netty's event loop. */
  public EventLoop eventLoop() {
    return loop;
  }

  /** Has the event loop watch a socket that has no channel, once the registration says for what. */
  public IoRegistration watch(IoHandle handle) {
    IoRegistration registration = group.register(handle).getNow();
    if (registration == null) {
      throw new IllegalStateException("the event loop of worker " + id + " has ended");
    }
    return registration;
  }

  /** The worker's time. */
  public WorkerClock clock() {
    return clock;
  }

  /** How much the worker holds at this moment. */
  public Holdings holdings() {
    return holdings;
  }

  /** Whether the present thread is the worker's. */
  public boolean isCurrent() {
    return loop.inEventLoop();
  }

  /** An event begins: time is read. Each call is paired with {@link #end}. */
  public void begin() {
    if (depth++ == 0) {
      clock.update();
    }
  }

  /** An event ends: what was posted runs. */
  public void end() {
    if (depth == 1) {
      drain();
    }
    depth--;
  }

  private void drain() {
    endStep();
    Runnable task = posted.poll();
    while (task != null) {
      runSafely(task);
      endStep();
      task = posted.poll();
    }
  }

  /** One of several things that an event consists of is done. */
  void endStep() {
    Runnable task = stepEnds.poll();
    while (task != null) {
      runSafely(task);
      task = stepEnds.poll();
    }
  }

  /** Runs something after the present event, in the same turn of the loop. */
  public void post(Runnable task) {
    posted.add(task);
    drainIfIdle();
  }

  /**
   * Runs something as soon as what runs now is done: what an event brought, one of its posted
   * tasks, or one of the timers that are due together. So output leaves before the next connection
   * has its turn, and not all connections need room for theirs at once.
   */
  public void afterStep(Runnable task) {
    stepEnds.add(task);
    drainIfIdle();
  }

  private void drainIfIdle() {
    if (depth == 0 && !drainScheduled) {
      drainScheduled = true;
      loop.execute(this::drainLater);
    }
  }

  private void drainLater() {
    drainScheduled = false;
    begin();
    end();
  }

  /**
   * Runs something on the worker's thread as an event of its own; may be called on any thread. When
   * the worker has ended, nothing happens.
   */
  public void execute(Runnable task) {
    try {
      loop.execute(() -> event(task));
    } catch (RejectedExecutionException ended) {
      exiting = true;
    }
  }

  private void event(Runnable task) {
    begin();
    try {
      runSafely(task);
    } finally {
      end();
    }
  }

  /** Runs something as an event; what it throws is logged and goes no further. */
  public void runSafely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error problem) {
      unexpected(problem);
    }
  }

  /** Logs a fault of the program itself with its stack. */
  public void unexpected(Throwable problem) {
    StringWriter text = new StringWriter();
    problem.printStackTrace(new PrintWriter(text));
    log().log(Level.ALERT, null, "unexpected error: " + text);
  }

  /** The error log of the cycle. */
  public ErrorLog log() {
    return cycle.errorLog();
  }

  /** A timer that runs once after so many milliseconds from now. */
  public Timer timer(long millis, Runnable task) {
    Timer timer = new Timer(timers, task);
    timers.set(timer, millis);
    return timer;
  }

  /** What a part of the program keeps here; made when first asked for. */
  @SuppressWarnings("unchecked") // a key only ever stores its own type
  public <T> T attachment(WorkerKey<T> key, Supplier<T> maker) {
    Object found = attachments.get(key);
    if (found == null) {
      T made = maker.get();
      attachments.put(key, made);
      return made;
    }
    return (T) found;
  }

  /** What a part of the program keeps here, or null. */
  @SuppressWarnings("unchecked") // a key only ever stores its own type
  public <T> @Nullable T attachment(WorkerKey<T> key) {
    return (T) attachments.get(key);
  }

  /** Keeps something here. */
  public <T> void attach(WorkerKey<T> key, T value) {
    attachments.put(key, value);
  }

  /** Whether the worker ends gracefully: no new connections, no new work (ngx.worker.exiting). */
  public boolean exiting() {
    return exiting;
  }

  /** A connection that keeps the worker alive begins. */
  public void connectionOpened(Closing connection) {
    if (connections.add(connection)) {
      liveConnections++;
      holdings.taken(Holdings.Kind.CONNECTION);
    }
  }

  /** A connection that kept the worker alive is gone. */
  public void connectionClosed(Closing connection) {
    if (connections.remove(connection)) {
      liveConnections--;
      holdings.given(Holdings.Kind.CONNECTION);
      exitIfDrained();
    }
  }

  /** How many client connections the worker has. */
  public int liveConnections() {
    return liveConnections;
  }

  /** Something besides connections (a running timer handler) keeps the worker from its end. */
  public void hold() {
    held++;
    holdings.taken(Holdings.Kind.BACKGROUND_RUN);
  }

  /** The opposite of {@link #hold}. */
  public void release() {
    held--;
    holdings.given(Holdings.Kind.BACKGROUND_RUN);
    exitIfDrained();
  }

  /** Registers work for the moment when the worker begins to end gracefully. */
  public void onExit(Runnable task) {
    exitTasks.add(task);
  }

  /** Registers work for the moment when the time for a graceful end is over. */
  public void whenOverdue(Runnable task) {
    overdueTasks.add(task);
  }

  /** Registers work for the end of the worker's thread, when its connections are gone. */
  public void whenEnding(Runnable task) {
    lastTasks.add(task);
  }

  /** Begins the worker's life: runs a task first on its thread. */
  public void start(Runnable first) {
    execute(first);
  }

  /**
   * Ends the worker gracefully: idle connections are closed, others may finish within so many
   * milliseconds (worker_shutdown_timeout; 0 for no limit). May be called on any thread.
   */
  public void quit(long shutdownTimeout) {
    exiting = true;
    execute(
        () -> {
          if (stopped) {
            return;
          }
          exitTasks.forEach(this::runSafely);
          exitTasks.clear();
          for (Closing connection : connections.toArray(Closing[]::new)) {
            runSafely(connection::workerExiting);
          }
          if (shutdownTimeout > 0) {
            timer(shutdownTimeout, this::overdue);
          }
          exitIfDrained();
        });
  }

  /** Ends the worker now: connections are closed as they are. May be called on any thread. */
  public void terminate() {
    exiting = true;
    execute(
        () -> {
          if (!stopped) {
            exitTasks.forEach(this::runSafely);
            exitTasks.clear();
            terminateConnections();
            held = 0;
            exitIfDrained();
          }
        });
  }

  private void overdue() {
    terminateConnections();
    overdueTasks.forEach(this::runSafely);
  }

  private void terminateConnections() {
    for (Closing connection : connections.toArray(Closing[]::new)) {
      runSafely(connection::workerTerminating);
    }
  }

  private void exitIfDrained() {
    if (exiting && !stopped && liveConnections == 0 && held <= 0 && exitTasks.isEmpty()) {
      stopped = true;
      post(
          () -> {
            lastTasks.forEach(this::runSafely);
            var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
          });
    }
  }

  /** Waits until the worker's thread has ended; false if it did not within the time. */
  public boolean awaitEnd(long millis) throws InterruptedException {
    return group.awaitTermination(millis, TimeUnit.MILLISECONDS);
  }

  /** Registers what runs, on some thread, when the worker's thread has ended. */
  public void whenEnded(Runnable task) {
    group.terminationFuture().addListener(future -> task.run());
  }
}
