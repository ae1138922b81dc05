package io.perigee.lua.library;

import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.NumberFold;

/**
 * A library function that folds one or more numbers, as {@link NumberFunction} without boxes where
 * the caller has numbers.
 */
abstract class NumberFoldFunction extends JavaFunction implements NumberFold {
  NumberFoldFunction(String name) {
    super(name);
  }

  /** The result for one number. */
  abstract double single(double a);

  private Object single(Object a, int given) {
    return single(Arguments.number(a, 0, given));
  }

  private Object many(Object[] args) {
    double result = Arguments.number(args, 0);
    for (int i = 1; i < args.length; i++) {
      result = applyAsDouble(result, Arguments.number(args, i));
    }
    return result;
  }

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
    double x = Arguments.number(a, 0, 2);
    return applyAsDouble(x, Arguments.number(b, 1, 2));
  }

  @Override
  public final Object invoke(Object a, Object b, Object c) {
    double x = Arguments.number(a, 0, 3);
    double y = Arguments.number(b, 1, 3);
    return applyAsDouble(applyAsDouble(x, y), Arguments.number(c, 2, 3));
  }

  @Override
  public final Object invoke(Object[] args) {
    return args.length < 2 ? single(args.length == 0 ? null : args[0], args.length) : many(args);
  }
}
