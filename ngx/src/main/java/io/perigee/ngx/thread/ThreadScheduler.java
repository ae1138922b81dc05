package io.perigee.ngx.thread;

import io.perigee.lua.coroutine.Coroutine;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.LuaStop;
import io.perigee.lua.value.LuaString;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Runs the coroutines of one context, as ngx_lua's run_thread and run_posted_threads do: resumes
 * the current one, looks why it came back, and goes on with its child, its parent, or the head of
 * the posted queue, until nothing is ready or the handler has ended.
 */
final class ThreadScheduler {
  /** Not a result: the loop goes on with the current coroutine and the values in transfer. */
  private static final int CONTINUE = Integer.MIN_VALUE;

  private static final Object[] NONE = {};

  private final ThreadContext context;
  private @Nullable Object[] transfer = NONE;

  ThreadScheduler(ThreadContext context) {
    this.context = context;
  }

  /** Runs the current coroutine and then the posted queue, before control goes back to events. */
  int run(@Nullable Object[] args) {
    int result = runThread(args);
    while (result == ResultCode.AGAIN || result == ResultCode.DONE) {
      LightThread next = nextPosted();
      if (next == null) {
        break;
      }
      context.current = next;
      if (context.trace != null) {
        context.trace.cause("posted");
      }
      int posted = runThread(NONE);
      if (posted != ResultCode.AGAIN) {
        result = posted;
      }
    }
    SchedulingTrace trace = context.trace;
    if (trace != null && result != ResultCode.AGAIN) {
      trace.end(result);
    }
    return result;
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

  private int runThread(@Nullable Object[] args) {
    transfer = args;
    int result;
    do {
      LightThread thread = context.current;
      if (thread == null) {
        throw new IllegalStateException("no current coroutine");
      }
      result = step(thread);
    } while (result == CONTINUE);
    transfer = NONE;
    return result;
  }

  private int step(LightThread thread) {
    LuaError error = thread.propagated;
    if (error != null) {
      thread.propagated = null;
      return failed(thread, error);
    }
    @Nullable Object[] args = transfer;
    if (thread.spawned != null) {
      args = new Object[] {thread.spawned};
      thread.spawned = null;
    }
    thread.operation = LightThread.Operation.WAIT;
    SchedulingTrace trace = context.trace;
    if (trace != null) {
      trace.runs(thread);
    }
    ThreadHost host = context.host();
    ThreadContext outer = host.enter(context);
    Object[] values;
    try {
      values = thread.resume(args);
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
    if (trace != null) {
      traceStop(trace, thread, over);
    }
    return over ? returned(thread, values) : yielded(thread, values);
  }

  private void traceStop(SchedulingTrace trace, LightThread thread, boolean over) {
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
        case WAIT -> trace.cause("posted");
      }
    }
  }

  // ---- a coroutine gave control back

  private int yielded(LightThread thread, Object[] values) {
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
    switch (thread.operation) {
      case RESUME -> {
        context.current = thread.target;
        thread.target = null;
        transfer = values;
      }
      case SPAWN -> {
        context.current = thread.spawned;
        transfer = values;
      }
      case YIELD -> {
        return gaveUp(thread, values);
      }
      case WAIT -> {
        context.current = null;
        return ResultCode.AGAIN;
      }
    }
    return CONTINUE;
  }

  private int gaveUp(LightThread thread, Object[] values) {
    if (thread.isThread()) {
      transfer = NONE;
      if (context.posted == null || context.posted.isEmpty()) {
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
    goOnWith(parent, thread.kind() == LightThread.Kind.WRAP ? values : prefixed(true, values));
    return CONTINUE;
  }

  private void goOnWith(LightThread parent, Object[] values) {
    parent.state = ThreadState.RUNNING;
    context.current = parent;
    transfer = values;
  }

  // ---- a coroutine ended

  private int returned(LightThread thread, Object[] values) {
    thread.cancelPending();
    thread.state = ThreadState.DEAD;
    freeZombies(thread);
    return switch (thread.kind()) {
      case ENTRY -> entryEnded();
      case USER -> userThreadEnded(thread, prefixed(true, values));
      case PLAIN -> plainEnded(thread, prefixed(true, values));
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
        yield userThreadEnded(thread, new Object[] {false, error.value()});
      }
      case ENTRY -> {
        report("entry", thread, text(error.value()));
        boolean unfinished = context.hasPendingSubrequests();
        context.killAll();
        yield unfinished ? ResultCode.ERROR : context.failHandler();
      }
      case WRAP -> wrapFailed(thread, error);
      case PLAIN -> plainEnded(thread, new Object[] {false, error.value()});
    };
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
    goOnWith(parent, NONE);
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

  private int userThreadEnded(LightThread thread, Object[] result) {
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

  private int plainEnded(LightThread thread, Object[] result) {
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

  private void freeZombies(LightThread thread) {
    if (thread.zombies == null) {
      return;
    }
    for (LightThread zombie : thread.zombies) {
      zombie.state = ThreadState.DEAD;
      zombie.zombieResult = null;
      context.userThreads--;
    }
    thread.zombies = null;
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

  private static Object[] prefixed(boolean success, Object[] values) {
    Object[] result = new Object[values.length + 1];
    result[0] = success;
    System.arraycopy(values, 0, result, 1, values.length);
    return result;
  }
}
