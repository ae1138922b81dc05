package io.perigee.lua.compile;

import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.FunctionBody;
import io.perigee.lua.syntax.TreeWalk;

/**
 * Finds out whether a function calls anything. One that does not cannot be part of a recursion or
 * of a chain of tail calls; operators that call metamethods look for themselves whether to stop.
 */
final class CallUse extends TreeWalk {
  private boolean found;

  private CallUse() {}

  static boolean isIn(FunctionBody body) {
    CallUse use = new CallUse();
    use.block(body.block());
    return use.found;
  }

  @Override
  protected void expression(Expression e) {
    found |= e instanceof Expression.Call || e instanceof Expression.MethodCall;
    super.expression(e);
  }
}
