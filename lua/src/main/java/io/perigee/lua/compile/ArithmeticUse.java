package io.perigee.lua.compile;

import io.perigee.lua.syntax.BinaryOperator;
import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.FunctionBody;
import io.perigee.lua.syntax.LocalVariable;
import io.perigee.lua.syntax.TreeWalk;
import java.util.HashSet;
import java.util.Set;

/** Finds the local variables of a function that are operands of arithmetic. */
final class ArithmeticUse extends TreeWalk {
  private final Set<LocalVariable> used = new HashSet<>();

  private ArithmeticUse() {}

  static Set<LocalVariable> in(FunctionBody body) {
    ArithmeticUse use = new ArithmeticUse();
    use.block(body.block());
    return use.used;
  }

  @Override
  protected void expression(Expression e) {
    if (e instanceof Expression.Binary b && isNumeric(b.operator())) {
      note(b.left());
      note(b.right());
    }
    super.expression(e);
  }

  private static boolean isNumeric(BinaryOperator operator) {
    return operator.isArithmetic();
  }

  private void note(Expression e) {
    if (e instanceof Expression.Local l) {
      used.add(l.variable());
    }
  }
}
