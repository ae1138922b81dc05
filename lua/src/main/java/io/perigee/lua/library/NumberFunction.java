package io.perigee.lua.library;

import java.util.function.DoubleUnaryOperator;

/**
 * A library function from number to number, which never fails for a number. Generated code that has
 * a number calls the operator itself, without boxes.
 */
abstract class NumberFunction extends UnaryFunction implements DoubleUnaryOperator {
  NumberFunction(String name) {
    super(name);
  }

  @Override
  final Object call(Object a, int given) {
    return applyAsDouble(Arguments.number(a, 0, given));
  }
}
