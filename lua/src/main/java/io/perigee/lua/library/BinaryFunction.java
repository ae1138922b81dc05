package io.perigee.lua.library;

import io.perigee.lua.value.JavaFunction;

/** As {@link UnaryFunction}, with two parameters. */
abstract class BinaryFunction extends JavaFunction {
  BinaryFunction(String name) {
    super(name);
  }

  /** The body; {@code given} is the number of arguments that were passed. */
  abstract Object call(Object a, Object b, int given);

  @Override
  public final Object invoke() {
    return call(null, null, 0);
  }

  @Override
  public final Object invoke(Object a) {
    return call(a, null, 1);
  }

  @Override
  public final Object invoke(Object a, Object b) {
    return call(a, b, 2);
  }

  @Override
  public final Object invoke(Object a, Object b, Object c) {
    return call(a, b, 3);
  }

  @Override
  public final Object invoke(Object[] args) {
    int n = args.length;
    return call(n > 0 ? args[0] : null, n > 1 ? args[1] : null, n);
  }
}
