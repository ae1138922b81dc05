package io.perigee.ngx.thread;

import io.perigee.lua.coroutine.Coroutine;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaFunction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Lua code can do with the coroutines of its context. Each method runs in the coroutine that
 * calls it and suspends it where the scheduler has to run another one first.
 */
public final class ThreadOperations {
  private static final Object[] NONE = {};

  private ThreadOperations() {}

  /** Waits for {@link ThreadContext#wake} and returns the values that it brings. */
  public static Object[] await(LightThread caller) {
    caller.operation = LightThread.Operation.WAIT;
    return Coroutine.suspend(NONE);
  }

  /** Never returns: gives control back to the scheduler, which ends the handler. */
  public static void abandon(LightThread caller) {
    caller.operation = LightThread.Operation.WAIT;
    Coroutine.suspend(NONE);
    throw new IllegalStateException("an abandoned thread was resumed");
  }

  /** {@code coroutine.resume}: runs a suspended coroutine until it yields or ends. */
  public static Object[] resume(LightThread caller, LightThread target, Object[] args) {
    target.parent = caller;
    target.state = ThreadState.RUNNING;
    caller.state = ThreadState.NORMAL;
    caller.target = target;
    caller.operation = LightThread.Operation.RESUME;
    return Coroutine.suspend(args);
  }

  /** {@code coroutine.yield}: back to the parent, or to the end of the posted queue. */
  public static Object[] giveUp(LightThread caller, Object[] values) {
    caller.operation = LightThread.Operation.YIELD;
    return Coroutine.suspend(values);
  }

  /** {@code ngx.thread.spawn}: the child runs first, the caller is posted. */
  public static Object[] spawn(LightThread caller, LuaFunction body, Object[] args) {
    ThreadContext context = caller.context();
    LightThread child = context.thread(body, LightThread.Kind.USER);
    child.captureTraceback(true);
    child.parent = caller;
    child.state = ThreadState.RUNNING;
    context.userThreads++;
    context.post(caller);
    caller.spawned = child;
    caller.operation = LightThread.Operation.SPAWN;
    return Coroutine.suspend(args);
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
   * null when the last one was collected before.
   */
  public static Object @Nullable [] waitFor(LightThread caller, List<LightThread> children) {
    List<LightThread> waited = new ArrayList<>(children.size());
    for (int i = 0; i < children.size(); i++) {
      LightThread child = children.get(i);
      if (child.kind() != LightThread.Kind.USER) {
        throw LuaError.at(1, "attempt to wait on a coroutine that is not a user thread");
      }
      if (child.parent != caller) {
        throw LuaError.at(1, "only the parent coroutine can wait on the thread");
      }
      if (child.state == ThreadState.ZOMBIE) {
        return collect(caller, child);
      }
      if (child.state != ThreadState.DEAD) {
        waited.add(child);
      } else if (i == children.size() - 1) {
        return null;
      }
    }
    for (LightThread child : waited) {
      child.waitedByParent = true;
    }
    Object[] result = await(caller);
    for (LightThread child : waited) {
      child.waitedByParent = false;
    }
    return result;
  }

  private static Object[] collect(LightThread parent, LightThread zombie) {
    Object[] result = zombie.zombieResult;
    parent.forgetZombie(zombie);
    zombie.state = ThreadState.DEAD;
    parent.context().userThreads--;
    return result == null ? NONE : result;
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
