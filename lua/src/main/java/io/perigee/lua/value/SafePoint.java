package io.perigee.lua.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The execution budget's hook of one virtual machine: what running Lua code looks at when it enters
 * a function and, every so many rounds, in a loop. Any thread may {@link #request} that a task
 * runs; the VM's thread then runs it at its next safe point, inside the running function. The task
 * may throw to end the run, or suspend the coroutine.
 *
 * <p>The look is one load and a compare. At a function's entry it is a plain load, because a call
 * that is really made loads again. In a loop it is an opaque one, which the compiler may not move
 * out of the loop; compiled loops are strips of plain rounds with a look between them.
 */
public final class SafePoint {
  private static final int MAX_TASKS = 31;
  private static final VarHandle REQUESTS;

  static {
    try {
      REQUESTS = MethodHandles.lookup().findVarHandle(SafePoint.class, "requests", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Always 1. A field, and not final: compiled loops count by a step that is not known to be 1. */
  @SuppressWarnings({"checkstyle:VisibilityModifier", "FieldMayBeFinal"})
  public int step = 1;

  private final Runnable[] tasks = new Runnable[MAX_TASKS];
  private int requests;
  private int registered;

  private boolean stackless;

  /** A hook that nobody has a task for yet. */
  public SafePoint() {}

  /**
   * For the coroutine class: says whether the running step has no stack of its own, so that no task
   * may suspend it. Answers what was said before.
   */
  public boolean stackless(boolean without) {
    boolean before = stackless;
    stackless = without;
    return before;
  }

  /** A metamethod is about to be called, which may do anything. */
  public void metamethod() {
    if (stackless) {
      throw new NeedsStack(true);
    }
    enter();
  }

  /** Adds a task on the VM's thread; answers the bit by which it is requested. */
  public int register(Runnable task) {
    if (registered == MAX_TASKS) {
      throw new IllegalStateException("too many tasks for safe points");
    }
    tasks[registered] = task;
    return 1 << registered++;
  }

  /** Asks for the task of a bit, until {@link #clear}; any thread may. */
  public void request(int bit) {
    REQUESTS.getAndBitwiseOr(this, bit);
  }

  /** Takes a request back; the task itself does so when it has been served. */
  public void clear(int bit) {
    REQUESTS.getAndBitwiseAnd(this, ~bit);
  }

  /** A function is entered. */
  public void enter() {
    if (requests != 0) {
      reached();
    }
  }

  /** A loop has done some rounds. */
  public void poll() {
    if ((int) REQUESTS.getOpaque(this) != 0) {
      reached();
    }
  }

  private void reached() {
    if (stackless) {
      throw new NeedsStack(false);
    }
    int pending = (int) REQUESTS.getVolatile(this);
    for (int i = 0; i < registered; i++) {
      if ((pending & 1 << i) != 0) {
        tasks[i].run();
      }
    }
  }
}
