package io.perigee.lua.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements of the tree; {@code line} is where each begins or where its error is reported. */
public sealed interface Statement {
  /** {@code local a, b = x, y}. */
  record LocalDeclaration(List<LocalVariable> variables, List<Expression> values, int line)
      implements Statement {}

  /** {@code local function f}. */
  record LocalFunction(LocalVariable variable, FunctionBody body, int line) implements Statement {}

  /** {@code a, t.b = x, y}; also {@code function t.f}. */
  record Assignment(List<Expression> targets, List<Expression> values, int line)
      implements Statement {}

  /** A call for its effects. */
  record CallStatement(Expression call, int line) implements Statement {}

  /** {@code do ... end}. */
  record Do(Block block) implements Statement {}

  /** {@code while}. */
  record While(Expression condition, Block body, int line) implements Statement {}

  /** {@code repeat ... until}; the condition sees the locals of the body. */
  record Repeat(Block body, Expression condition, int line) implements Statement {}

  /** {@code if}: as many blocks as conditions. */
  record If(List<Expression> conditions, List<Block> blocks, @Nullable Block otherwise, int line)
      implements Statement {}

  /** {@code for v = start, limit, step}. */
  record NumericFor(
      LocalVariable variable,
      Expression start,
      Expression limit,
      @Nullable Expression step,
      Block body,
      int line)
      implements Statement {}

  /** {@code for a, b in x}. */
  record GenericFor(List<LocalVariable> variables, List<Expression> iterator, Block body, int line)
      implements Statement {}

  /** {@code return}. */
  record Return(List<Expression> values, int line) implements Statement {}

  /** {@code break}. */
  record Break(int line) implements Statement {}

  /** {@code goto}. */
  record Goto(Jump jump, int line) implements Statement {}

  /** {@code ::name::}. */
  record Label(LabelName label) implements Statement {}
}
