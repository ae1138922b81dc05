package io.perigee.lua.library;

import io.perigee.lua.value.JavaFunction;

/**
 * A library function of one parameter that wants to know whether it was given, and that call sites
 * can inline because it has a class of its own.
 */
abstract class UnaryFunction extends JavaFunction {
  UnaryFunction(String name) {
    super(name);
  }

  /** The body; {@code given} is the number of arguments that were passed. */
  abstract Object call(Object a, int given);

  @Override
  public final Object invoke() {
    return call(null, 0);
  }

  @Override
  public final Object invoke(Object a) {
    return call(a, 1);
  }

  @Override
  public final Object invoke(Object a, Object b) {
    return call(a, 2);
  }

  @Override
  public final Object invoke(Object a, Object b, Object c) {
    return call(a, 3);
  }

  @Override
  public final Object invoke(Object[] args) {
    return call(args.length > 0 ? args[0] : null, args.length);
  }
}
