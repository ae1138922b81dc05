package io.perigee.lua.coroutine;

import io.perigee.lua.runtime.Activation;
import io.perigee.lua.runtime.CallStack;
import io.perigee.lua.runtime.Calls;
import io.perigee.lua.runtime.CoroutineEntry;
import io.perigee.lua.runtime.ErrorStack;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.LuaState;
import io.perigee.lua.runtime.LuaStop;
import io.perigee.lua.runtime.ProtectedCalls;
import io.perigee.lua.runtime.Traceback;
import io.perigee.lua.runtime.YieldFunction;
import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaThread;
import io.perigee.lua.value.NeedsStack;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.SafePoint;
import io.perigee.lua.value.Suspension;
import java.util.List;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/**
 * A coroutine (Lua manual 2.11), on a continuation of the Java virtual machine: any Java code below
 * {@link #resume} may call {@link #suspend}, so library functions, metamethods, iterators and
 * protected calls can all yield. The host's light threads are coroutines too.
 *
 * <p>States: SUSPENDED at first and after {@code suspend}; RUNNING inside {@code resume}; NORMAL
 * while it has resumed another; DEAD when the body has ended. Only {@code resume} and {@code
 * suspend} move it. A suspended coroutine that nobody refers to is collected with its stack.
 *
 * <p>A body that calls {@code coroutine.yield} itself saves its locals there and returns; its next
 * step enters it again. Such a step gets no continuation where it is likely to do without one: when
 * it would call something else, or a metamethod, or give way, it is given up and begun again with a
 * continuation (see {@link NeedsStack}).
 *
 * <p>Between resume and suspend there may be no native frame and no held monitor; such a frame
 * makes {@code suspend} fail with "attempt to yield across C-call boundary". The stack of a running
 * coroutine lies on the thread that resumed it, so that thread's stack size limits recursion.
 */
@SuppressWarnings("ReferenceEquality") // a coroutine is only itself
public class Coroutine extends LuaThread {
  private static final ContinuationScope SCOPE = new ContinuationScope("lua");
  private static final String OUTSIDE = "attempt to yield across C-call boundary";

  /** How many coroutines may resume one another; each has its part of the thread's stack. */
  private static final int MAX_RESUMES = 1000;

  private final LuaState state;
  private Continuation continuation;
  private LuaFunction body;
  private Suspension suspension;
  private boolean started;
  private Status status = Status.SUSPENDED;
  private Coroutine resumer;
  private Object transfer = Results.EMPTY;
  private LuaError failure;
  private Throwable hostFailure;
  private boolean recordsErrors = true;

  /** What a coroutine is doing, as {@code coroutine.status} names it. */
  public enum Status {
    /** Waiting for a resume. */
    SUSPENDED,
    /** The one that runs. */
    RUNNING,
    /** Active, but it has resumed another. */
    NORMAL,
    /** Ended, or failed. */
    DEAD;

    /** The name as Lua shows it. */
    public String text() {
      return switch (this) {
        case SUSPENDED -> "suspended";
        case RUNNING -> "running";
        case NORMAL -> "normal";
        case DEAD -> "dead";
      };
    }
  }

  /** A coroutine that will call the function with the values of its first resume. */
  public Coroutine(LuaState state, LuaFunction body) {
    this.state = state;
    this.body = body;
  }

  private void run() {
    Object values = transfer;
    transfer = Results.EMPTY;
    try {
      if (suspension == null) {
        LuaFunction function = body;
        body = null;
        transfer = Calls.resolve(begin(function, values));
      } else {
        step(suspension, values);
      }
    } catch (Throwable e) {
      failed(e);
    }
  }

  private void failed(Throwable thrown) {
    switch (thrown) {
      case LuaFault e -> failure = LuaError.again(e);
      case StackOverflowError e -> overflowed(e);
      case OutOfMemoryError e -> failure = new LuaError("not enough memory");
      default -> hostFailure = thrown;
    }
  }

  private static Object begin(LuaFunction function, Object values) {
    return values instanceof Results several
        ? function.invoke(several.values())
        : function.invoke(values);
  }

  /** Runs a body that suspends itself until it does, or ends. */
  private void step(Suspension at, Object values) {
    Object result = body.resume(at, at.isGivenUp() ? at.take() : values);
    if (result == at) {
      transfer = yielded(at);
    } else {
      suspension = null;
      body = null;
      transfer = Calls.resolve(result);
    }
  }

  /** The body has stopped where it calls a yield function. */
  private Object yielded(Suspension at) {
    ((YieldFunction) at.through).stopped(this);
    return at.take();
  }

  /** Without room for a report the resumer gets the overflow, whose stack is less full. */
  private void overflowed(StackOverflowError e) {
    try {
      failure = ProtectedCalls.overflow(e);
    } catch (StackOverflowError stillFull) {
      hostFailure = stillFull;
    }
  }

  /**
   * Runs the coroutine until it suspends or ends, and answers the values of the suspend or the
   * results of the body. An error in the body is thrown here, and so is one of a coroutine that
   * cannot be resumed.
   */
  public final Object[] resume(Object[] args) {
    LuaState before = state.enter();
    try {
      if (state.running() == null) {
        state.finalizers().run();
      }
      return Results.toArray(advance(Results.of(args)));
    } finally {
      state.leave(before);
    }
  }

  /**
   * The same as {@link #resume}, with values in the form of a finished result, on a thread that
   * runs the VM already.
   */
  public final Object advance(Object values) {
    if (status != Status.SUSPENDED) {
      throw new LuaError(
          "cannot resume " + (status == Status.DEAD ? "dead" : "non-suspended") + " coroutine");
    }
    if (state.resumes() >= MAX_RESUMES) {
      throw new LuaError("C stack overflow");
    }
    Suspension at = suspension();
    if (at != null && continuation == null && at.isStackless()) {
      Object result = advanceStackless(at, values);
      return result == Suspension.NEEDS_STACK ? advanceOnStack(values) : result;
    }
    return advanceOnStack(values);
  }

  /**
   * The same as {@link #advance} inside a step of another coroutine that has no stack: answers
   * {@link Suspension#NEEDS_STACK} where this one cannot do without.
   */
  public final Object advanceInside(Object values) {
    Suspension at = suspension();
    if (at == null || at.stackless || continuation != null || !at.isStackless()) {
      return Suspension.NEEDS_STACK;
    }
    if (status != Status.SUSPENDED || state.resumes() >= MAX_RESUMES) {
      return Suspension.NEEDS_STACK;
    }
    state.addResumes(1);
    try {
      return advanceStackless(at, values);
    } finally {
      state.addResumes(-1);
    }
  }

  /** Whether it does not care for the values of the next resume. */
  public final boolean dropsValues() {
    return continuation == null && suspension != null && suspension.dropsValues();
  }

  private Suspension suspension() {
    if (!started) {
      started = true;
      suspension = body.suspension();
    }
    return suspension;
  }

  /**
   * Runs a step without a stack; answers {@link Suspension#NEEDS_STACK} where it has to be begun or
   * gone on with one. It calls nothing but other steps, so nobody can see which coroutine runs;
   * only an error asks whether it is to be recorded.
   */
  private Object advanceStackless(Suspension at, Object values) {
    int from = at.point;
    Object result;
    try {
      result = stepStackless(at, values);
    } catch (NeedsStack e) {
      if (e.always()) {
        at.needsStack();
      }
      return Suspension.NEEDS_STACK;
    } catch (Throwable e) {
      failed(e);
      left();
      return outcome();
    }
    if (result != at) {
      suspension = null;
      body = null;
      status = Status.DEAD;
      return result;
    }
    if (at.through instanceof YieldFunction) {
      at.succeeded();
      return yielded(at);
    }
    at.failed(from);
    return Suspension.NEEDS_STACK;
  }

  private Object stepStackless(Suspension at, Object values) {
    SafePoint safePoint = state.safePoint();
    boolean outerRecords = state.recordsErrors(recordsErrors);
    boolean outerStackless = safePoint.stackless(true);
    at.stackless = true;
    try {
      return CoroutineEntry.step(body, at, values);
    } finally {
      at.stackless = false;
      safePoint.stackless(outerStackless);
      state.recordsErrors(outerRecords);
    }
  }

  private Object advanceOnStack(Object values) {
    Coroutine outer = (Coroutine) state.running();
    boolean outerRecords = state.recordsErrors(recordsErrors);
    ErrorStack outerPending = state.pending();
    if (outer != null) {
      outer.status = Status.NORMAL;
    }
    resumer = outer;
    transfer = values;
    status = Status.RUNNING;
    state.running(this);
    state.addResumes(1);
    state.pending(null);
    try {
      mount();
    } finally {
      state.running(outer);
      state.addResumes(-1);
      state.pending(outerPending);
      recordsErrors = state.recordsErrors(outerRecords);
      resumer = null;
      left();
      if (outer != null) {
        outer.status = Status.RUNNING;
      }
    }
    return outcome();
  }

  private void mount() {
    if (continuation == null) {
      continuation = new Stack(new CoroutineEntry(this::run));
    }
    continuation.run();
  }

  /** The coroutine has suspended or ended: decides which. A step leaves no stack. */
  private void left() {
    if (continuation != null && !continuation.isDone()) {
      status = Status.SUSPENDED;
      return;
    }
    continuation = null;
    boolean failed = failure != null || hostFailure != null;
    status = suspension == null || failed ? Status.DEAD : Status.SUSPENDED;
    if (failed) {
      suspension = null;
      body = null;
    }
  }

  private Object outcome() {
    if (hostFailure != null) {
      Throwable thrown = hostFailure;
      if (!(thrown instanceof LuaStop)) {
        hostFailure = null;
      }
      throw Coroutine.<RuntimeException>unchecked(thrown);
    }
    if (failure != null && status == Status.DEAD) {
      throw failure;
    }
    Object values = transfer;
    transfer = Results.EMPTY;
    return values;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws what is not declared
  private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /**
   * Suspends the running coroutine of the thread's VM: its resume answers these values, and this
   * call answers the values of the next resume.
   */
  public static Object[] suspend(Object[] values) {
    return Results.toArray(pause(Results.of(values)));
  }

  /** The same as {@link #suspend}, with values in the form of a finished result. */
  public static Object pause(Object values) {
    LuaState state = LuaState.current();
    Coroutine running = state == null ? null : (Coroutine) state.running();
    if (running == null) {
      throw LuaError.at(1, OUTSIDE);
    }
    return running.setAside(values);
  }

  /** The same as {@link #pause}, for the coroutine that runs, so that it is not looked up. */
  public final Object leave(Object values) {
    return state.running() == this ? setAside(values) : pause(values);
  }

  private Object setAside(Object values) {
    if (continuation == null) {
      throw LuaError.at(1, OUTSIDE);
    }
    transfer = values;
    Continuation.yield(SCOPE);
    Object given = transfer;
    transfer = Results.EMPTY;
    return given;
  }

  /** Whether {@link #suspend} can work here: a coroutine of the thread's VM runs. */
  public static boolean isYieldable() {
    LuaState state = LuaState.current();
    return state != null && state.running() != null;
  }

  /** What it is doing. */
  public final Status status() {
    return status;
  }

  /** The VM it belongs to. */
  public final LuaState state() {
    return state;
  }

  /** The coroutine that resumed this one; null when that was the host, or it does not run. */
  public final Coroutine resumer() {
    return resumer;
  }

  /** Ends a suspended coroutine for good: its stack is given up without running any of it. */
  public final void kill() {
    if (status == Status.SUSPENDED) {
      status = Status.DEAD;
    }
  }

  /** Sets whether an error that leaves the body records its stack for {@link #traceback}. */
  public final void captureTraceback(boolean capture) {
    recordsErrors = capture;
  }

  /** The error that ended it, or null. */
  public final LuaError failure() {
    return failure;
  }

  /**
   * The activations of a suspended coroutine, or those recorded when it failed; innermost first.
   */
  public final List<Activation> activations() {
    if (hostFailure instanceof LuaStop stop) {
      return stop.stack().activations();
    }
    if (failure != null) {
      return failure.stack() == null ? List.of() : failure.stack().activations();
    }
    return switch (status) {
      case RUNNING -> CallStack.all();
      case NORMAL -> CallStack.beneath(depth());
      case SUSPENDED -> suspended();
      case DEAD -> List.of();
    };
  }

  private List<Activation> suspended() {
    if (continuation != null) {
      return CallStack.read(continuation.stackWalker(CallStack.OPTIONS));
    }
    return suspension == null ? List.of() : CallStack.stopped(body, suspension);
  }

  /** How many resumes lie between this coroutine and the running one. */
  private int depth() {
    int depth = 0;
    for (Coroutine co = (Coroutine) state.running(); co != null && co != this; co = co.resumer) {
      depth++;
    }
    return depth;
  }

  /** The lines of {@code debug.traceback}, each after a line feed, without the head. */
  public final String traceback(int level, int maxLevels) {
    return Traceback.lines(activations(), level, maxLevels, 0);
  }

  /** The lines of {@code debug.traceback} with LuaJIT's limits. */
  public final String traceback() {
    return Traceback.lines(activations(), 0);
  }

  /** The continuation; it only adds what happens when a native frame or a monitor is in the way. */
  private static final class Stack extends Continuation {
    Stack(Runnable entry) {
      super(SCOPE, entry);
    }

    @Override
    protected void onPinned(Pinned reason) {
      throw LuaError.at(1, OUTSIDE);
    }
  }
}
