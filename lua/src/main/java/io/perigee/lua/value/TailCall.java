package io.perigee.lua.value;

import java.lang.invoke.VarHandle;

/**
 * A call in tail position that its function left to the caller, so that chains of tail calls do not
 * grow the stack (Lua manual 2.5.8). {@link #finish} runs the chain to its end.
 */
public final class TailCall extends Results {
  private static final Object[] NONE = {};

  private final LuaFunction function;
  private final int arity;
  private final Object a;
  private final Object b;
  private final Object c;
  private final Object[] args;

  private TailCall(LuaFunction function, int arity, Object a, Object b, Object c, Object[] args) {
    super(NONE);
    this.function = function;
    this.arity = arity;
    this.a = a;
    this.b = b;
    this.c = c;
    this.args = args;
  }

  /** A pending call without arguments. */
  public static TailCall of(LuaFunction function) {
    return new TailCall(function, 0, null, null, null, null);
  }

  /** A pending call with one argument. */
  public static TailCall of(LuaFunction function, Object a) {
    return new TailCall(function, 1, a, null, null, null);
  }

  /** A pending call with two arguments. */
  public static TailCall of(LuaFunction function, Object a, Object b) {
    return new TailCall(function, 2, a, b, null, null);
  }

  /** A pending call with three arguments. */
  public static TailCall of(LuaFunction function, Object a, Object b, Object c) {
    return new TailCall(function, 3, a, b, c, null);
  }

  /** A pending call with an array of arguments. */
  public static TailCall of(LuaFunction function, Object[] args) {
    return new TailCall(function, -1, null, null, null, args);
  }

  /** Runs this call and every tail call that follows from it; the result is not a tail call. */
  public Object finish() {
    Object result = step();
    while (result instanceof TailCall next) {
      // Functions look at their safe point by a plain load, which must not be moved out of here.
      VarHandle.acquireFence();
      result = next.step();
    }
    return result;
  }

  private Object step() {
    return switch (arity) {
      case 0 -> function.invoke();
      case 1 -> function.invoke(a);
      case 2 -> function.invoke(a, b);
      case 3 -> function.invoke(a, b, c);
      default -> function.invoke(args);
    };
  }
}
