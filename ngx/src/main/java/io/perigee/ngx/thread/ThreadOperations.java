package io.perigee.ngx.thread;

import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import org.jspecify.annotations.Nullable;

/**
 * What Lua code can do with the coroutines of its context. Each method runs in the coroutine that
 * calls it and suspends it where the scheduler has to run another one first.
 */
public final class ThreadOperations {
  private ThreadOperations() {}

  /** Waits for {@link ThreadContext#wake} and returns the values that it brings, as a result. */
  public static Object await(LightThread caller) {
    caller.operation = LightThread.Operation.WAIT;
    return caller.leave(Results.EMPTY);
  }

  /** Never returns: gives control back to the scheduler, which ends the handler. */
  public static void abandon(LightThread caller) {
    caller.operation = LightThread.Operation.WAIT;
    caller.leave(Results.EMPTY);
    throw new IllegalStateException("an abandoned thread was resumed");
  }

  /** {@code coroutine.resume}: runs a suspended coroutine until it yields or ends. */
  public static @Nullable Object resume(
      LightThread caller, LightThread target, @Nullable Object values) {
    target.parent = caller;
    target.state = ThreadState.RUNNING;
    caller.state = ThreadState.NORMAL;
    caller.operation = LightThread.Operation.RESUME;
    return caller.context().scheduler().afterOther(caller, target, values);
  }

  /** {@code coroutine.yield}: back to the parent, or to the end of the posted queue. */
  public static @Nullable Object giveUp(LightThread caller, @Nullable Object values) {
    caller.operation = LightThread.Operation.YIELD;
    ThreadContext context = caller.context();
    if (!caller.isThread()) {
      return caller.leave(values);
    }
    if (!context.hasPosted()) {
      return Results.EMPTY;
    }
    context.post(caller);
    return context.scheduler().afterPosted(caller);
  }

  /** The caller has stopped by itself where its body calls {@code coroutine.yield}. */
  public static void gaveUp(LightThread caller) {
    caller.operation = LightThread.Operation.YIELD;
  }

  /** {@code ngx.thread.spawn}: the child runs first, the caller is posted. */
  public static LightThread spawn(LightThread caller, LuaFunction body, @Nullable Object values) {
    LightThread child = prepareCallback(caller, body);
    child.state = ThreadState.RUNNING;
    ThreadContext context = caller.context();
    context.userThreads++;
    context.post(caller);
    caller.operation = LightThread.Operation.SPAWN;
    context.scheduler().afterOther(caller, child, values);
    return child;
  }

  /** Makes the thread of a callback that starts later; it counts only from when it starts. */
  public static LightThread prepareCallback(LightThread parent, LuaFunction body) {
    LightThread child = parent.context().thread(body, LightThread.Kind.USER);
    child.captureTraceback(true);
    child.parent = parent;
    return child;
  }

  /**
   * {@code ngx.thread.wait}: the result of the first of these children that has ended or ends, or
   * nil and why not when the last one was collected before.
   */
  public static @Nullable Object waitFor(LightThread caller, LightThread... children) {
    for (int i = 0; i < children.length; i++) {
      LightThread child = children[i];
      if (child.kind() != LightThread.Kind.USER) {
        throw LuaError.at(1, "attempt to wait on a coroutine that is not a user thread");
      }
      if (child.parent != caller) {
        throw LuaError.at(1, "only the parent coroutine can wait on the thread");
      }
      if (child.state == ThreadState.ZOMBIE) {
        return collect(caller, child);
      }
      if (child.state == ThreadState.DEAD && i == children.length - 1) {
        return Results.of(null, LuaString.of("already waited or killed"));
      }
    }
    waited(children, true);
    caller.operation = LightThread.Operation.WAIT;
    ThreadContext context = caller.context();
    Object result = context.hasPosted() ? context.scheduler().afterPosted(caller) : await(caller);
    waited(children, false);
    return result;
  }

  private static void waited(LightThread[] children, boolean on) {
    for (LightThread child : children) {
      child.waitedByParent = on;
    }
  }

  private static @Nullable Object collect(LightThread parent, LightThread zombie) {
    parent.context().userThreads--;
    return parent.collect(zombie);
  }

  /** {@code ngx.thread.kill}: null when done, otherwise why not. */
  public static @Nullable String kill(LightThread caller, LightThread child) {
    if (child.kind() != LightThread.Kind.USER) {
      return "not user thread";
    }
    if (child.parent != caller) {
      return "killer not parent";
    }
    if (child.pendingSubrequests > 0) {
      return "pending subrequests";
    }
    return switch (child.state) {
      case ZOMBIE -> {
        collect(caller, child);
        yield "already terminated";
      }
      case DEAD -> "already waited or killed";
      default -> {
        child.cancelPending();
        child.state = ThreadState.DEAD;
        caller.context().userThreads--;
        yield null;
      }
    };
  }
}
