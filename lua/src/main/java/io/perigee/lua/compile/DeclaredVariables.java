package io.perigee.lua.compile;

import io.perigee.lua.syntax.FunctionBody;
import io.perigee.lua.syntax.Statement;
import io.perigee.lua.syntax.TreeWalk;

/** Counts the local variables that a function declares, parameters included. */
final class DeclaredVariables extends TreeWalk {
  private int count;

  private DeclaredVariables() {}

  static int in(FunctionBody body) {
    DeclaredVariables variables = new DeclaredVariables();
    variables.block(body.block());
    return variables.count + body.parameters().size();
  }

  @Override
  protected void statement(Statement statement) {
    count +=
        switch (statement) {
          case Statement.LocalDeclaration d -> d.variables().size();
          case Statement.LocalFunction f -> 1;
          case Statement.NumericFor f -> 1;
          case Statement.GenericFor f -> f.variables().size();
          default -> 0;
        };
    super.statement(statement);
  }
}
