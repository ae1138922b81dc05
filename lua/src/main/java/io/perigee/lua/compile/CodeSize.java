package io.perigee.lua.compile;

import io.perigee.lua.syntax.Block;
import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.FunctionBody;
import io.perigee.lua.syntax.Statement;
import io.perigee.lua.syntax.TreeWalk;
import java.util.List;

/** Estimates how many bytes of bytecode a tree becomes, rather too many than too few. */
final class CodeSize extends TreeWalk {
  /** What one method is to hold at most; HotSpot compiles methods of up to 8,000 bytes. */
  static final int LIMIT = 4000;

  private int total;

  private CodeSize() {}

  static int of(Block block) {
    return of(block.statements());
  }

  static int of(List<Statement> statements) {
    CodeSize size = new CodeSize();
    statements.forEach(size::statement);
    return size.total;
  }

  static int of(Statement statement) {
    CodeSize size = new CodeSize();
    size.statement(statement);
    return size.total;
  }

  static int of(Expression e) {
    CodeSize size = new CodeSize();
    size.expression(e);
    return size.total;
  }

  @Override
  protected void statement(Statement statement) {
    total +=
        switch (statement) {
          case Statement.NumericFor f -> 90;
          case Statement.GenericFor f -> 200;
          case Statement.LocalDeclaration d -> 12 * d.variables().size();
          case Statement.Assignment a -> 14 * a.targets().size();
          default -> 8;
        };
    super.statement(statement);
  }

  @Override
  protected void expression(Expression e) {
    total +=
        switch (e) {
          case Expression.Binary b ->
              (b.operator().isArithmetic() ? 64 : 44) + reading(b.left()) + reading(b.right());
          case Expression.Unary u -> 34;
          case Expression.And a -> 26;
          case Expression.Or o -> 26;
          case Expression.Call c when NumberCalls.is(c) -> 90 + 20 * c.arguments().size();
          case Expression.Call c -> 34 + 6 * c.arguments().size();
          case Expression.MethodCall c -> 44 + 6 * c.arguments().size();
          case Expression.Index i -> 20;
          case Expression.Table t -> 20 + 12 * t.items().size();
          case Expression.Concat c -> 8 + 6 * c.parts().size();
          case Expression.Global g -> 9;
          case Expression.Upvalue u -> 8;
          default -> 5;
        };
    super.expression(e);
  }

  /** What it takes more to read an operand as a number. */
  private static int reading(Expression operand) {
    return operand instanceof Expression.Index ? 40 : 0;
  }

  @Override
  protected void function(FunctionBody body) {
    total += 20 + 8 * body.upvalues().size();
  }
}
