package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.LuaThread;
import io.perigee.lua.value.SafePoint;
import io.perigee.lua.value.Userdata;

/**
 * What the operators need to know of the VM they run in: the metatables of the types that have one
 * for all values, the running coroutine, and whether an error must record its stack. {@code LuaVm}
 * is its one subclass. A VM is used by one thread at a time; that thread has it as {@link
 * #current()} between {@link #enter} and {@link #leave}.
 */
@SuppressWarnings("ReferenceEquality") // coroutines and tables are themselves only
public abstract class LuaState {
  /** The greatest length that an array can have, and so a string. */
  public static final int MAX_STRING = Integer.MAX_VALUE - 16;

  /** Shorter strings are made without a look at the limit. */
  private static final int ALWAYS_ALLOWED = 1 << 20;

  private static final ThreadLocal<LuaState> CURRENT = new ThreadLocal<>();

  private final LuaTable globals = new LuaTable();
  private final LuaTable registry = new LuaTable();
  private final Finalizers finalizers = new Finalizers();
  private final SafePoint safePoint = new SafePoint();
  private LuaTable stringMetatable;
  private LuaTable numberMetatable;
  private LuaTable booleanMetatable;
  private LuaTable nilMetatable;
  private LuaTable functionMetatable;
  private LuaTable threadMetatable;
  private LuaThread running;
  private int resumes;
  private int longestString = MAX_STRING;
  private boolean recordsErrors;
  private ErrorStack pending;

  /** For the VM class only. */
  protected LuaState() {}

  /** The VM that the calling thread runs; null outside of one. */
  public static LuaState current() {
    return CURRENT.get();
  }

  /** Makes this the thread's VM and answers the one before, for {@link #leave}. */
  public final LuaState enter() {
    LuaState before = CURRENT.get();
    if (before != this) {
      CURRENT.set(this);
    }
    return before;
  }

  /** Restores what {@link #enter} answered. */
  public final void leave(LuaState before) {
    if (before != this) {
      CURRENT.set(before);
    }
  }

  /** The table of globals that chunks start with. */
  public final LuaTable globals() {
    return globals;
  }

  /** The table of globals of the thread that runs, which chunks that it loads start with. */
  public final LuaTable threadGlobals() {
    LuaTable own = running == null ? null : running.globals();
    return own == null ? globals : own;
  }

  /** The registry (debug.getregistry). */
  public final LuaTable registry() {
    return registry;
  }

  /** The queue of userdata that wait for their {@code __gc}. */
  public final Finalizers finalizers() {
    return finalizers;
  }

  /**
   * A metamethod is about to be called: looks whether the code is to be stopped, because functions
   * that call nothing themselves do not.
   */
  static void look() {
    LuaState running = CURRENT.get();
    if (running != null) {
      running.safePoint.metamethod();
    }
  }

  /** What running code looks at when it may be stopped or suspended. */
  public final SafePoint safePoint() {
    return safePoint;
  }

  /** Sets the length of the longest string that the code may build; at least 1 MiB is allowed. */
  public final void longestString(int length) {
    longestString = Math.max(length, ALWAYS_ALLOWED);
  }

  /** The length of a string that is about to be built; an error if the running VM forbids it. */
  public static int stringLength(long length) {
    if (length > ALWAYS_ALLOWED) {
      LuaState state = current();
      if (length > (state == null ? MAX_STRING : state.longestString)) {
        throw new LuaError("not enough memory");
      }
    }
    return (int) length;
  }

  /** The metatable of all strings. */
  public final LuaTable stringMetatable() {
    return stringMetatable;
  }

  /** The running coroutine, nil in the main thread. */
  public final LuaThread running() {
    return running;
  }

  /** For the coroutine class: says which coroutine runs from now on. */
  public final void running(LuaThread thread) {
    running = thread;
  }

  /** For the coroutine class: how many resumes lie below the running code. */
  public final int resumes() {
    return resumes;
  }

  /** For the coroutine class: a resume begins (1) or ends (-1). */
  public final void addResumes(int change) {
    resumes += change;
  }

  /** Whether a new error must record its stack: the innermost protected call has a handler. */
  public final boolean recordsErrors() {
    return recordsErrors;
  }

  /** Sets whether new errors record their stack; answers the setting before. */
  public final boolean recordsErrors(boolean records) {
    boolean before = recordsErrors;
    recordsErrors = records;
    return before;
  }

  /** The stack of the error whose handler runs now: tracebacks begin with it. */
  public final ErrorStack pending() {
    return pending;
  }

  /** Sets the stack of the error whose handler runs; null after it. */
  public final void pending(ErrorStack stack) {
    pending = stack;
  }

  /** The metatable of a value: its own, or that of its type (Lua manual 2.8). */
  public final LuaTable metatable(Object value) {
    return switch (value) {
      case LuaTable t -> t.metatable();
      case Userdata u -> u.metatable();
      case LuaString s -> stringMetatable;
      case null -> nilMetatable;
      case Double d -> numberMetatable;
      case Boolean b -> booleanMetatable;
      case LuaFunction f -> functionMetatable;
      case LuaThread t -> threadMetatable;
      default -> null;
    };
  }

  /** Sets the metatable of a table or userdata, or of all values of another type. */
  public final void metatable(Object value, LuaTable metatable) {
    switch (value) {
      case LuaTable t -> t.metatable(metatable);
      case Userdata u -> u.metatable(metatable);
      case LuaString s -> stringMetatable = metatable;
      case null -> nilMetatable = metatable;
      case Double d -> numberMetatable = metatable;
      case Boolean b -> booleanMetatable = metatable;
      case LuaFunction f -> functionMetatable = metatable;
      case LuaThread t -> threadMetatable = metatable;
      default -> throw new IllegalArgumentException("not a Lua value: " + value.getClass());
    }
  }
}
