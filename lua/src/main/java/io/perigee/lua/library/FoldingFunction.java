package io.perigee.lua.library;

import io.perigee.lua.value.JavaFunction;

/** A library function of one or more arguments that folds them, quick for one and two. */
abstract class FoldingFunction extends JavaFunction {
  FoldingFunction(String name) {
    super(name);
  }

  /** The result for at most one argument. */
  abstract Object single(Object a, int given);

  /** The result for two arguments. */
  abstract Object pair(Object a, Object b);

  /** The result for three or more arguments. */
  abstract Object many(Object[] args);

  @Override
  public final Object invoke() {
    return single(null, 0);
  }

  @Override
  public final Object invoke(Object a) {
    return single(a, 1);
  }

  @Override
  public final Object invoke(Object a, Object b) {
    return pair(a, b);
  }

  @Override
  public final Object invoke(Object a, Object b, Object c) {
    return many(new Object[] {a, b, c});
  }

  @Override
  public final Object invoke(Object[] args) {
    return switch (args.length) {
      case 0 -> single(null, 0);
      case 1 -> single(args[0], 1);
      case 2 -> pair(args[0], args[1]);
      default -> many(args);
    };
  }
}
