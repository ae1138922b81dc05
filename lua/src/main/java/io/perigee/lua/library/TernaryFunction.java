package io.perigee.lua.library;

import io.perigee.lua.value.JavaFunction;

/** As {@link UnaryFunction}, with three parameters. */
abstract class TernaryFunction extends JavaFunction {
  TernaryFunction(String name) {
    super(name);
  }

  /** The body; {@code given} is the number of arguments that were passed. */
  abstract Object call(Object a, Object b, Object c, int given);

  @Override
  public final Object invoke() {
    return call(null, null, null, 0);
  }

  @Override
  public final Object invoke(Object a) {
    return call(a, null, null, 1);
  }

  @Override
  public final Object invoke(Object a, Object b) {
    return call(a, b, null, 2);
  }

  @Override
  public final Object invoke(Object a, Object b, Object c) {
    return call(a, b, c, 3);
  }

  @Override
  public final Object invoke(Object[] args) {
    int n = args.length;
    return call(n > 0 ? args[0] : null, n > 1 ? args[1] : null, n > 2 ? args[2] : null, n);
  }
}
