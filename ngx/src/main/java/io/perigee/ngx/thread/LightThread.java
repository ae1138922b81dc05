package io.perigee.ngx.thread;

import io.perigee.lua.LuaVm;
import io.perigee.lua.coroutine.Coroutine;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaFunction;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine with what the scheduler must know of it: the entry thread of a handler, a user thread
 * of {@code ngx.thread.spawn}, or a plain coroutine of {@code coroutine.create} and {@code wrap}.
 *
 * <p>It has at most one pending operation; whatever ends the thread or starts another operation
 * cancels the former.
 */
public final class LightThread extends Coroutine {
  /** What a coroutine is to its handler. */
  public enum Kind {
    /** The thread that the handler itself started. */
    ENTRY,
    /** Made by {@code ngx.thread.spawn} or for the {@code ngx.on_abort} callback. */
    USER,
    /** Made by {@code coroutine.create}. */
    PLAIN,
    /** Made by {@code coroutine.wrap}. */
    WRAP
  }

  /** Why a coroutine gave control back to the scheduler. */
  enum Operation {
    WAIT,
    YIELD,
    RESUME,
    SPAWN,
    /** Others ran on top of it and have come to a result for the loop that runs it. */
    HAND_OVER
  }

  private final ThreadContext context;
  private final Kind kind;
  ThreadState state = ThreadState.SUSPENDED;
  Operation operation = Operation.WAIT;
  @Nullable LightThread parent;
  @Nullable LightThread target;
  @Nullable LuaError propagated;
  @Nullable LightThread propagatedFrom;
  @Nullable Object zombieResult;
  boolean waitedByParent;

  /** Whether others run on top of its stack, so that it must not be resumed by their loop. */
  boolean keepsStack;

  int pendingSubrequests;
  private @Nullable ThreadList zombies;

  /** Its neighbours in the {@link ThreadList} of waiting threads or of its parent's zombies. */
  @Nullable LightThread next;

  @Nullable LightThread previous;
  private @Nullable Runnable cancel;

  LightThread(LuaVm vm, LuaFunction body, ThreadContext context, Kind kind) {
    super(vm, body);
    this.context = context;
    this.kind = kind;
  }

  /** The handler run that this coroutine belongs to. */
  public ThreadContext context() {
    return context;
  }

  /** What this coroutine is to its handler. */
  public Kind kind() {
    return kind;
  }

  /** The state as {@code coroutine.status} shows it. */
  public ThreadState threadState() {
    return state;
  }

  /** The coroutine that resumed or spawned this one. */
  public @Nullable LightThread parent() {
    return parent;
  }

  /** Entry and user threads are scheduled on their own, plain coroutines only by a parent. */
  public boolean isThread() {
    return kind == Kind.ENTRY || kind == Kind.USER;
  }

  /** Neither dead nor a zombie. */
  public boolean isAlive() {
    return state != ThreadState.DEAD && state != ThreadState.ZOMBIE;
  }

  /** Registers how the operation that this thread is about to wait for is cancelled. */
  public void pending(Runnable cancellation) {
    cancelPending();
    cancel = cancellation;
    context.linkWaiting(this);
  }

  /** The awaited event has come: nothing is left to cancel. */
  public void arrived() {
    if (cancel != null) {
      cancel = null;
      context.unlinkWaiting(this);
    }
  }

  /** Cancels the operation that this thread waits for, if any. */
  public void cancelPending() {
    Runnable pending = cancel;
    if (pending != null) {
      arrived();
      pending.run();
    }
  }

  /** Number of subrequests that this thread waits for; such a thread cannot be killed. */
  public int pendingSubrequests() {
    return pendingSubrequests;
  }

  /** Changes the number of subrequests that this thread waits for, here and in its context. */
  public void addPendingSubrequests(int change) {
    pendingSubrequests += change;
    context.addPendingSubrequests(change);
  }

  void adoptZombie(LightThread child, @Nullable Object result) {
    child.state = ThreadState.ZOMBIE;
    child.zombieResult = result;
    ThreadList known = zombies;
    if (known == null) {
      known = new ThreadList();
      zombies = known;
    }
    known.add(child);
  }

  /** The result of a zombie of this thread, which then is dead. */
  @Nullable Object collect(LightThread zombie) {
    Object result = zombie.zombieResult;
    Objects.requireNonNull(zombies).remove(zombie);
    zombie.zombieResult = null;
    zombie.state = ThreadState.DEAD;
    return result;
  }

  /** Forgets the results of all zombies of this thread; answers how many there were. */
  int freeZombies() {
    ThreadList known = zombies;
    if (known == null) {
      return 0;
    }
    int freed = 0;
    for (LightThread dead = known.first(); dead != null; dead = known.first()) {
      collect(dead);
      freed++;
    }
    return freed;
  }
}
