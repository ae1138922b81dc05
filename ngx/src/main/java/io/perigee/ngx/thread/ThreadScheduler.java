package io.perigee.ngx.thread;

import io.perigee.lua.LuaVm;
import io.perigee.lua.coroutine.Coroutine;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.LuaState;
import io.perigee.lua.runtime.LuaStop;
import io.perigee.lua.runtime.ProtectedCalls;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Runs the coroutines of one context, as ngx_lua's run_thread and run_posted_threads do: resumes
 * the current one, looks why it came back, and goes on with its child, its parent, or the head of
 * the posted queue, until nothing is ready or the handler has ended.
 *
 * <p>A coroutine that lets others go first ({@link #afterOthers}) keeps its stack, and the others
 * run on top of it. Mostly its turn comes again soon; only when it does not, or one further below
 * comes first, is its stack set aside. The order is the same either way.
 *
 * <p>Values between coroutines have the form of a finished result (see {@link Results}).
 */
final class ThreadScheduler {
  /** Not a result: the loop goes on with the current coroutine and the values in transfer. */
  private static final int CONTINUE = Integer.MIN_VALUE;

  /** How many coroutines may keep their stacks below others. */
  private static final int MAX_KEPT = 8;

  private final ThreadContext context;
  private @Nullable Object transfer = Results.EMPTY;
  private int kept;

  /** What the loop above has come to when a coroutine is set aside with {@code HAND_OVER}. */
  private int handed = CONTINUE;

  ThreadScheduler(ThreadContext context) {
    this.context = context;
  }

  /** Runs the current coroutine and then the posted queue, before control goes back to events. */
  int run(@Nullable Object values) {
    LuaVm vm = context.host().vm();
    LuaState before = vm.enter();
    int result;
    try {
      transfer = values;
      result = drive(CONTINUE);
    } finally {
      vm.leave(before);
    }
    SchedulingTrace trace = context.trace;
    if (trace != null && result != ResultCode.AGAIN) {
      trace.end(result);
    }
    return result;
  }

  /**
   * Goes on from a result until nothing is ready, the handler has ended, or the next one to run is
   * a coroutine that has kept its stack below this loop, which then is CONTINUE.
   */
  private int drive(int from) {
    int result = from;
    int end = ResultCode.AGAIN;
    while (true) {
      if (result == CONTINUE) {
        LightThread thread = current();
        if (thread.keepsStack) {
          return CONTINUE;
        }
        result = step(thread);
      } else {
        if (result != ResultCode.AGAIN) {
          end = result;
        }
        LightThread next = end == ResultCode.AGAIN || end == ResultCode.DONE ? nextPosted() : null;
        if (next == null) {
          return end;
        }
        context.current = next;
        transfer = Results.EMPTY;
        if (context.trace != null) {
          context.trace.cause("posted");
        }
        result = CONTINUE;
      }
    }
  }

  private LightThread current() {
    LightThread thread = context.current;
    if (thread == null) {
      throw new IllegalStateException("no current coroutine");
    }
    return thread;
  }

  private @Nullable LightThread nextPosted() {
    if (context.posted == null || context.isDetached()) {
      return null;
    }
    LightThread next;
    do {
      next = context.posted.poll();
    } while (next != null && next.state != ThreadState.RUNNING);
    return next;
  }

  /** Runs another coroutine with these values; answers when it is the caller's turn again. */
  @Nullable Object afterOther(LightThread caller, LightThread other, @Nullable Object values) {
    caller.target = other;
    traceStop(caller, false);
    caller.target = null;
    context.current = other;
    transfer = values;
    return afterOthers(caller, CONTINUE);
  }

  /** Runs what is posted; answers when it is the caller's turn again. */
  @Nullable Object afterPosted(LightThread caller) {
    traceStop(caller, false);
    context.current = null;
    return afterOthers(caller, ResultCode.AGAIN);
  }

  private @Nullable Object afterOthers(LightThread caller, int from) {
    int result = from;
    if (kept < MAX_KEPT) {
      kept++;
      caller.keepsStack = true;
      try {
        result = drive(from);
      } finally {
        caller.keepsStack = false;
        kept--;
      }
      if (result == CONTINUE && context.current == caller && caller.propagated == null) {
        return turnOf(caller);
      }
    }
    handed = result;
    caller.operation = LightThread.Operation.HAND_OVER;
    return caller.leave(Results.EMPTY);
  }

  private @Nullable Object turnOf(LightThread caller) {
    Object values = transfer;
    transfer = Results.EMPTY;
    caller.operation = LightThread.Operation.WAIT;
    if (context.trace != null) {
      context.trace.runs(caller);
    }
    return values;
  }

  private int step(LightThread thread) {
    LuaError error = thread.propagated;
    if (error != null) {
      thread.propagated = null;
      return failed(thread, error);
    }
    Object values = transfer;
    transfer = Results.EMPTY;
    thread.operation = LightThread.Operation.WAIT;
    if (context.trace != null) {
      context.trace.runs(thread);
    }
    ThreadHost host = context.host();
    ThreadContext outer = host.enter(context);
    try {
      if (host.vm().running() == null) {
        host.vm().finalizers().run();
      }
      values = thread.advance(values);
    } catch (LuaError e) {
      return failed(thread, e);
    } catch (LuaStop e) {
      return stopped(thread, e);
    } catch (RuntimeException e) {
      context.logError("lua handler aborted: internal error: " + stackOf(e));
      context.killAll();
      return context.failHandler();
    } finally {
      host.leave(outer);
    }
    boolean over = thread.status() == Coroutine.Status.DEAD;
    if (!over && thread.operation == LightThread.Operation.HAND_OVER) {
      return handed;
    }
    traceStop(thread, over);
    return over ? returned(thread, values) : yielded(thread, values);
  }

  private void traceStop(LightThread thread, boolean over) {
    SchedulingTrace trace = context.trace;
    if (trace == null) {
      return;
    }
    if (over) {
      trace.ended(thread, "returns");
      trace.cause("end of", thread);
    } else if (context.jumped || context.exited || context.execRequested) {
      trace.ended(thread, "ends the handler");
    } else {
      trace.gave(thread);
      switch (thread.operation) {
        case RESUME -> trace.cause("resumed by", thread);
        case SPAWN -> trace.cause("spawned by", thread);
        case YIELD -> trace.cause(thread.isThread() ? "its turn" : "yield of", thread);
        case WAIT, HAND_OVER -> trace.cause("posted");
      }
    }
  }

  // ---- a coroutine gave control back

  private int yielded(LightThread thread, @Nullable Object values) {
    if (context.jumped) {
      context.killAll();
      return context.jumpHandler();
    }
    if (context.exited) {
      context.killAll();
      return context.exitHandler(context.exitCode);
    }
    if (context.execRequested) {
      context.killAll();
      return context.execHandler();
    }
    if (thread.operation == LightThread.Operation.YIELD) {
      return gaveUp(thread, values);
    }
    context.current = null;
    return ResultCode.AGAIN;
  }

  private int gaveUp(LightThread thread, @Nullable Object values) {
    if (thread.isThread()) {
      if (!context.hasPosted()) {
        return CONTINUE;
      }
      context.post(thread);
      context.current = null;
      return ResultCode.AGAIN;
    }
    LightThread parent = thread.parent;
    if (parent == null) {
      return orphaned();
    }
    thread.state = ThreadState.SUSPENDED;
    goOnWith(
        parent, thread.kind() == LightThread.Kind.WRAP ? values : ProtectedCalls.success(values));
    return CONTINUE;
  }

  private void goOnWith(LightThread parent, @Nullable Object values) {
    parent.state = ThreadState.RUNNING;
    context.current = parent;
    transfer = values;
  }

  // ---- a coroutine ended

  private int returned(LightThread thread, @Nullable Object values) {
    thread.cancelPending();
    thread.state = ThreadState.DEAD;
    context.userThreads -= thread.freeZombies();
    return switch (thread.kind()) {
      case ENTRY -> entryEnded();
      case USER -> userThreadEnded(thread, ProtectedCalls.success(values));
      case PLAIN -> plainEnded(thread, ProtectedCalls.success(values));
      case WRAP -> plainEnded(thread, values);
    };
  }

  private int failed(LightThread thread, LuaError error) {
    if (context.trace != null) {
      context.trace.ended(thread, "fails");
      context.trace.cause("failure of", thread);
    }
    thread.cancelPending();
    thread.state = ThreadState.DEAD;
    return switch (thread.kind()) {
      case USER -> {
        report("user", thread, text(error.value()));
        yield userThreadEnded(thread, remains(error));
      }
      case ENTRY -> {
        report("entry", thread, text(error.value()));
        boolean unfinished = context.hasPendingSubrequests();
        context.killAll();
        yield unfinished ? ResultCode.ERROR : context.failHandler();
      }
      case WRAP -> wrapFailed(thread, error);
      case PLAIN -> plainEnded(thread, Results.of(false, error.value()));
    };
  }

  /**
   * What waiting for a failed thread gives: all that is on its stack. After a call of {@code error}
   * that is first the message as it was given, and then with its position.
   */
  private static @Nullable Object remains(LuaError error) {
    return error.bareMessage() == null
        ? Results.of(false, error.value())
        : Results.of(false, error.bareMessage(), error.value());
  }

  /** A run at its limit ends with all its threads, whichever of them it was. */
  private int stopped(LightThread thread, LuaStop stop) {
    if (context.trace != null) {
      context.trace.ended(thread, "is stopped");
    }
    report(thread.kind() == LightThread.Kind.ENTRY ? "entry" : "user", thread, stop.getMessage());
    boolean unfinished = context.hasPendingSubrequests();
    context.killAll();
    return unfinished ? ResultCode.ERROR : context.stopHandler();
  }

  /** The parent of a failed wrap fails too, without being resumed. */
  private int wrapFailed(LightThread thread, LuaError error) {
    LightThread parent = thread.parent;
    if (parent == null) {
      return orphaned();
    }
    parent.propagated = error;
    parent.propagatedFrom = thread;
    goOnWith(parent, Results.EMPTY);
    return CONTINUE;
  }

  private int entryEnded() {
    context.entry = null;
    context.current = null;
    if (context.userThreads > 0) {
      return ResultCode.AGAIN;
    }
    return ResultCode.OK;
  }

  private int userThreadEnded(LightThread thread, @Nullable Object result) {
    LightThread parent = thread.parent;
    context.current = null;
    if (parent != null && parent.isAlive()) {
      if (thread.waitedByParent) {
        context.userThreads--;
        goOnWith(parent, result);
        return CONTINUE;
      }
      parent.adoptZombie(thread, result);
      return ResultCode.AGAIN;
    }
    context.userThreads--;
    if (context.userThreads == 0 && context.entry == null) {
      return ResultCode.OK;
    }
    return ResultCode.AGAIN;
  }

  private int plainEnded(LightThread thread, @Nullable Object result) {
    LightThread parent = thread.parent;
    if (parent == null) {
      return orphaned();
    }
    goOnWith(parent, result);
    return CONTINUE;
  }

  private int orphaned() {
    context.logError("lua handler aborted: user coroutine has no parent");
    context.killAll();
    return context.failHandler();
  }

  // ---- messages

  private void report(String kind, LightThread thread, @Nullable String message) {
    context.logError(
        "lua "
            + kind
            + " thread aborted: runtime error: "
            + message
            + "\n"
            + ThreadTraceback.of(thread));
  }

  private static String stackOf(RuntimeException problem) {
    StringWriter text = new StringWriter();
    problem.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** An error value in a log line: strings and numbers as they are, the rest is not shown. */
  static String text(@Nullable Object value) {
    if (value instanceof LuaString || value instanceof Double) {
      return Conversions.rawToString(value).toString();
    }
    return "unknown reason";
  }
}
