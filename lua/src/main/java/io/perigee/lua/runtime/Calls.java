package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.Metamethod;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.TailCall;

/**
 * Calls of any value (Lua manual 2.5.8): functions directly, others through {@code __call}. The
 * {@code call} forms answer a value or finished {@link Results}; the {@code first} forms only the
 * first value.
 */
public final class Calls {
  private Calls() {}

  /** Calls with no arguments. */
  public static Object call(Object f) {
    return f instanceof LuaFunction fn ? resolve(fn.invoke()) : callValue(f, new Object[0]);
  }

  /** Calls with one argument. */
  public static Object call(Object f, Object a) {
    return f instanceof LuaFunction fn ? resolve(fn.invoke(a)) : callValue(f, new Object[] {a});
  }

  /** Calls with two arguments. */
  public static Object call(Object f, Object a, Object b) {
    return f instanceof LuaFunction fn
        ? resolve(fn.invoke(a, b))
        : callValue(f, new Object[] {a, b});
  }

  /** Calls with three arguments. */
  public static Object call(Object f, Object a, Object b, Object c) {
    return f instanceof LuaFunction fn
        ? resolve(fn.invoke(a, b, c))
        : callValue(f, new Object[] {a, b, c});
  }

  /** Calls with any number of arguments; the callee may keep the array. */
  public static Object call(Object f, Object[] args) {
    return f instanceof LuaFunction fn ? resolve(fn.invoke(args)) : callValue(f, args);
  }

  /** Calls with one argument for one result. */
  public static Object first(Object f, Object a) {
    return first(call(f, a));
  }

  /** Calls with two arguments for one result. */
  public static Object first(Object f, Object a, Object b) {
    return first(call(f, a, b));
  }

  /** Calls with three arguments for one result. */
  public static Object first(Object f, Object a, Object b, Object c) {
    return first(call(f, a, b, c));
  }

  /**
   * Calls a metamethod for one result. One that cannot be called is an error without a place, as in
   * LuaJIT.
   */
  static Object metamethod(Object handler, Object a, Object b) {
    LuaState.look();
    if (handler instanceof LuaFunction f) {
      return first(resolve(f.invoke(a, b)));
    }
    if (Metatables.handler(handler, Metamethod.CALL) instanceof LuaFunction f) {
      return first(resolve(f.invoke(handler, a, b)));
    }
    throw OperandErrors.handler(handler);
  }

  /** Runs pending tail calls; the result is a value or finished {@link Results}. */
  public static Object resolve(Object raw) {
    return raw instanceof TailCall call ? call.finish() : raw;
  }

  /** The first value of a raw result. */
  public static Object first(Object raw) {
    return raw instanceof Results ? Results.first(raw) : raw;
  }

  /**
   * The function to invoke for a called value that is not a function, whose {@code __call} takes
   * the value itself as first argument; an error naming the called expression when it has none.
   */
  public static LuaFunction callable(Object f) {
    if (f instanceof LuaFunction fn) {
      return fn;
    }
    if (Metatables.handler(f, Metamethod.CALL) instanceof LuaFunction handler) {
      return new BoundCall(handler, f);
    }
    throw OperandErrors.call(f);
  }

  /** A handler must be a function, one with a {@code __call} of its own does not do. */
  private static Object callValue(Object f, Object[] args) {
    if (!(Metatables.handler(f, Metamethod.CALL) instanceof LuaFunction handler)) {
      throw OperandErrors.call(f);
    }
    Object[] all = new Object[args.length + 1];
    all[0] = f;
    System.arraycopy(args, 0, all, 1, args.length);
    return resolve(handler.invoke(all));
  }
}
