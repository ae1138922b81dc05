package io.perigee.ngx.thread;

import io.perigee.conf.directive.Settings;
import io.perigee.core.log.Level;
import io.perigee.core.worker.Holdings;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.ngx.limit.RunAccount;
import io.perigee.ngx.limit.RunLimits;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The state of the Lua code of one request, timer or worker hook: its coroutines, the queue of
 * those ready to run, and how the present handler is to end. A subsystem extends it with what
 * ending, logging and going on mean there.
 *
 * <p>A handler is started by {@link #start}, goes on by {@link #wake} when an event has come, and
 * is over when one of the results OK, ERROR or a status is reported.
 */
public abstract class ThreadContext {
  private final ThreadHost host;
  private final RunAccount account = new RunAccount();
  @Nullable SchedulingTrace trace;

  @SuppressWarnings("this-escape") // the scheduler only keeps it
  private @Nullable ThreadScheduler scheduler;

  private LuaPhase phase;
  @Nullable LightThread current;
  @Nullable LightThread entry;
  @Nullable ArrayDeque<LightThread> posted;
  private final ThreadList waiting = new ThreadList();
  int userThreads;
  boolean jumped;
  boolean exited;
  boolean execRequested;
  int exitCode;
  private int pendingSubrequests;
  private @Nullable Resource firstOwned;
  private boolean endWatched;
  private boolean wakeable;
  private @Nullable Object wakeValues = Results.EMPTY;

  /** A context for Lua code of one VM. */
  protected ThreadContext(ThreadHost host, LuaPhase phase) {
    this.host = host;
    this.phase = phase;
  }

  // ---- what the subsystem decides

  /** Whether a client's request is behind this context; timers and worker hooks have none. */
  public abstract boolean hasClient();

  /** Whether the error log takes messages of this level. */
  public abstract boolean logs(Level level);

  /** Writes a message to the error log with this context's suffix. */
  public abstract void log(Level level, String message);

  /** Writes an error to the error log with this context's suffix. */
  public final void logError(String message) {
    log(Level.ERROR, message);
  }

  /** The values of the directives that hold for this code. */
  public abstract Settings settings();

  /** Sees to it that {@link #releaseResources} is called at the end of what this serves. */
  protected abstract void watchEnd();

  /** Client and server for the log lines of timers made here, such as {@code client: A}. */
  public String origin() {
    return "";
  }

  /** Whether response bytes went out, so that an error can only close the connection. */
  protected abstract boolean responseStarted();

  /** Ends the handler by {@code ngx.exit}; all threads are already dead. */
  protected abstract int exitHandler(int code);

  /** Ends the handler by {@code ngx.exec}; all threads are already dead. */
  protected abstract int execHandler();

  /** Ends the handler by a jump to the location search; all threads are already dead. */
  protected abstract int jumpHandler();

  /** The answer to a failed entry thread. */
  protected abstract int failHandler();

  /** Enters the handler again, which is to call {@link #proceed}. */
  protected abstract void reenter();

  /** Whether the connection is gone or serves another request by now. */
  protected boolean isDetached() {
    return false;
  }

  /** The limits of the code that runs here. */
  protected RunLimits limits() {
    return RunLimits.NONE;
  }

  /** The trace of the run that begins, or null where none is wanted. */
  protected @Nullable SchedulingTrace newTrace() {
    return null;
  }

  /** What is run for, in a few words for a trace. */
  protected String describe() {
    return phase.title();
  }

  /** The answer to a run that was stopped at its limit; all threads are already dead. */
  protected int stopHandler() {
    return failHandler();
  }

  // ---- state

  /** The scheduler's data of the VM. */
  public final ThreadHost host() {
    return host;
  }

  /** The phase in which Lua code runs now. */
  public final LuaPhase phase() {
    return phase;
  }

  /** Changes the phase and returns the former one. */
  public final LuaPhase phase(LuaPhase next) {
    LuaPhase former = phase;
    phase = next;
    return former;
  }

  /** What the run has used of its limits. */
  final RunAccount account() {
    return account;
  }

  /** A new run begins, with its limits unused. */
  public final void beginRun() {
    if (host.isMetered()) {
      account.begin(limits());
    }
  }

  /** The coroutine that has the processor. */
  public final @Nullable LightThread current() {
    return current;
  }

  /** The entry thread of the present handler. */
  public final @Nullable LightThread entry() {
    return entry;
  }

  /** The number of user threads that nobody has collected yet. */
  public final int userThreads() {
    return userThreads;
  }

  /** Whether a coroutine waits for subrequests, so that the request may not be aborted. */
  public final boolean hasPendingSubrequests() {
    return pendingSubrequests > 0;
  }

  final void addPendingSubrequests(int change) {
    pendingSubrequests += change;
  }

  /** The code given to {@code ngx.exit}. */
  public final int exitCode() {
    return exitCode;
  }

  // ---- running

  /**
   * Starts a handler: the chunk becomes the entry thread and runs until it waits or ends; the
   * posted queue is drained. AGAIN means that the handler waits.
   */
  public final int start(LuaPhase handlerPhase, LuaFunction chunk, Object... args) {
    killAll();
    beginRun();
    phase = handlerPhase;
    jumped = false;
    exited = false;
    execRequested = false;
    wakeable = false;
    LightThread thread = entryThread(chunk);
    thread.captureTraceback(true);
    thread.state = ThreadState.RUNNING;
    entry = thread;
    current = thread;
    trace = newTrace();
    if (trace != null) {
      trace.begin(handlerPhase, describe());
    }
    return scheduler().run(Results.of(args));
  }

  private LightThread entryThread(LuaFunction chunk) {
    if (!host.isolatesGlobals()) {
      return new LightThread(host.vm(), chunk, this, LightThread.Kind.ENTRY);
    }
    LuaTable globals = IsolatedGlobals.below(host.vm().globals());
    LuaFunction main = IsolatedGlobals.with(host.vm(), chunk, globals);
    LightThread thread = new LightThread(host.vm(), main, this, LightThread.Kind.ENTRY);
    thread.globals(globals);
    return thread;
  }

  /** An awaited event has come: the thread gets the values as results of the call it waits in. */
  public final void wake(LightThread thread, @Nullable Object... values) {
    prepare(thread, values);
    reenter();
  }

  /** As {@link #wake}, for a caller that enters the handler itself. */
  protected final void prepare(LightThread thread, @Nullable Object... values) {
    thread.arrived();
    current = thread;
    wakeValues = Results.of(values);
    wakeable = true;
  }

  /** Whether an event waits to be handed over by {@link #proceed}. */
  public final boolean isWakeable() {
    return wakeable;
  }

  /** Hands the event over that {@link #wake} brought and runs what is ready. */
  public final int proceed() {
    if (!wakeable) {
      return ResultCode.AGAIN;
    }
    wakeable = false;
    Object values = wakeValues;
    wakeValues = Results.EMPTY;
    if (trace != null) {
      trace.woken();
    }
    return scheduler().run(values);
  }

  /** Starts a callback as a user thread whose parent is the given thread; used by on_abort. */
  public final void wakeUserThread(LightThread thread) {
    userThreads++;
    thread.state = ThreadState.RUNNING;
    wake(thread);
  }

  /** Makes a coroutine of this context that is not yet started. */
  public final LightThread thread(LuaFunction body, LightThread.Kind kind) {
    LightThread thread = new LightThread(host.vm(), body, this, kind);
    if (host.isolatesGlobals()) {
      thread.globals(IsolatedGlobals.below(host.vm().threadGlobals()));
    }
    return thread;
  }

  /** Puts a coroutine at the end of the posted queue. */
  public final void post(LightThread thread) {
    if (posted == null) {
      posted = new ArrayDeque<>();
    }
    posted.add(thread);
  }

  /** Whether a coroutine is ready to run. */
  boolean hasPosted() {
    return posted != null && !posted.isEmpty();
  }

  /** Demands the end of the handler by {@code ngx.exit}; takes effect when the caller suspends. */
  public final void requestExit(int code) {
    exited = true;
    exitCode = code;
  }

  /** Takes back a demand of {@code ngx.exit}; answers whether there was one. */
  protected final boolean clearExit() {
    boolean was = exited;
    exited = false;
    return was;
  }

  /** Demands the end of the handler by {@code ngx.exec}; takes effect when the caller suspends. */
  public final void requestExec() {
    execRequested = true;
  }

  /** Demands a new location search; takes effect when the caller suspends. */
  public final void requestJump() {
    jumped = true;
  }

  /** Kills every thread: pending operations are cancelled, results forgotten. */
  public final void killAll() {
    for (LightThread thread = waiting.first(); thread != null; thread = waiting.first()) {
      thread.state = ThreadState.DEAD;
      thread.cancelPending();
    }
    if (posted != null) {
      for (LightThread thread : posted) {
        thread.state = ThreadState.DEAD;
      }
      posted.clear();
    }
    if (entry != null) {
      entry.state = ThreadState.DEAD;
      entry = null;
    }
    current = null;
    userThreads = 0;
    pendingSubrequests = 0;
    wakeable = false;
  }

  // ---- resources

  /** From now on something is released at the end, unless it is disowned before. */
  public final void own(Resource resource) {
    if (!endWatched) {
      endWatched = true;
      watchEnd();
    }
    Resource next = firstOwned;
    resource.owner(this);
    resource.nextOwned = next;
    if (next != null) {
      next.previousOwned = resource;
    }
    firstOwned = resource;
  }

  /** Something of this context was given back by other means. */
  final void disown(Resource resource) {
    Resource previous = resource.previousOwned;
    Resource next = resource.nextOwned;
    if (previous == null) {
      firstOwned = next;
    } else {
      previous.nextOwned = next;
    }
    if (next != null) {
      next.previousOwned = previous;
    }
    resource.nextOwned = null;
    resource.previousOwned = null;
    resource.owner(null);
  }

  /** What this context served is over: everything it owns is given back. */
  protected final void releaseResources() {
    endWatched = false;
    for (Resource first = firstOwned; first != null; first = firstOwned) {
      disown(first);
      first.release();
    }
  }

  /** The scheduler of this context. */
  ThreadScheduler scheduler() {
    ThreadScheduler known = scheduler;
    if (known == null) {
      known = new ThreadScheduler(this);
      scheduler = known;
    }
    return known;
  }

  final void linkWaiting(LightThread thread) {
    waiting.add(thread);
    host.holdings().taken(Holdings.Kind.WAITING_THREAD);
  }

  final void unlinkWaiting(LightThread thread) {
    host.holdings().given(Holdings.Kind.WAITING_THREAD);
    waiting.remove(thread);
  }

  @Override
  public String toString() {
    return phase.title()
        + " current="
        + (current == null ? "none" : current.kind() + "/" + current.threadState())
        + " posted="
        + (posted == null ? 0 : posted.size())
        + " userThreads="
        + userThreads
        + (exited ? " exit=" + exitCode : "")
        + (execRequested ? " exec" : "")
        + (jumped ? " jump" : "");
  }
}
