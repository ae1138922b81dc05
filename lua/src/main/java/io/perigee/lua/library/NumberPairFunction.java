package io.perigee.lua.library;

import java.util.function.DoubleBinaryOperator;

/** As {@link NumberFunction}, of two numbers. */
abstract class NumberPairFunction extends BinaryFunction implements DoubleBinaryOperator {
  NumberPairFunction(String name) {
    super(name);
  }

  @Override
  final Object call(Object a, Object b, int given) {
    double x = Arguments.number(a, 0, given);
    return applyAsDouble(x, Arguments.number(b, 1, given));
  }
}
