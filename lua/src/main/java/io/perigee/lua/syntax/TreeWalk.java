package io.perigee.lua.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Visits all statements and expressions of one function; inner functions are not entered. */
public abstract class TreeWalk {
  /** For subclasses. */
  protected TreeWalk() {}

  /** Visits a block. */
  protected void block(Block block) {
    block.statements().forEach(this::statement);
  }

  /** Visits a statement and what is in it. */
  protected void statement(Statement statement) {
    switch (statement) {
      case Statement.LocalDeclaration d -> all(d.values());
      case Statement.LocalFunction f -> function(f.body());
      case Statement.Assignment a -> {
        all(a.targets());
        all(a.values());
      }
      case Statement.CallStatement c -> expression(c.call());
      case Statement.Do d -> block(d.block());
      case Statement.While w -> {
        expression(w.condition());
        block(w.body());
      }
      case Statement.Repeat r -> {
        block(r.body());
        expression(r.condition());
      }
      case Statement.If i -> {
        all(i.conditions());
        i.blocks().forEach(this::block);
        optional(i.otherwise());
      }
      case Statement.NumericFor f -> {
        expression(f.start());
        expression(f.limit());
        if (f.step() != null) {
          expression(f.step());
        }
        block(f.body());
      }
      case Statement.GenericFor f -> {
        all(f.iterator());
        block(f.body());
      }
      case Statement.Return r -> all(r.values());
      case Statement.Break b -> {}
      case Statement.Goto g -> {}
      case Statement.Label l -> {}
    }
  }

  private void optional(@Nullable Block block) {
    if (block != null) {
      block(block);
    }
  }

  private void all(List<Expression> list) {
    list.forEach(this::expression);
  }

  /** Visits an expression and what is in it. */
  protected void expression(Expression e) {
    switch (e) {
      case Expression.Function f -> function(f.body());
      case Expression.Index i -> {
        expression(i.object());
        expression(i.key());
      }
      case Expression.Call c -> {
        expression(c.function());
        all(c.arguments());
      }
      case Expression.MethodCall c -> {
        expression(c.object());
        all(c.arguments());
      }
      case Expression.Binary b -> {
        expression(b.left());
        expression(b.right());
      }
      case Expression.Unary u -> expression(u.operand());
      case Expression.And a -> {
        expression(a.left());
        expression(a.right());
      }
      case Expression.Or o -> {
        expression(o.left());
        expression(o.right());
      }
      case Expression.Concat c -> all(c.parts());
      case Expression.Single s -> expression(s.inner());
      case Expression.Table t -> {
        for (Expression.Item item : t.items()) {
          if (item.key() != null) {
            expression(item.key());
          }
          expression(item.value());
        }
      }
      default -> {
        // A leaf.
      }
    }
  }

  /** Visits the body of an inner function; nothing happens unless a subclass wants it. */
  protected void function(FunctionBody body) {
    // Another function's business.
  }
}
