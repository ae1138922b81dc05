package io.perigee.lua.compile;

import io.perigee.lua.syntax.Block;
import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.LabelName;
import io.perigee.lua.syntax.Statement;
import java.lang.classfile.Label;
import java.util.List;

/** Statements and blocks. */
final class Statements {
  private final MethodContext method;
  private final Code code;

  Statements(MethodContext method) {
    this.method = method;
    this.code = method.code();
  }

  /** A block; the locals of its variables are free again behind it. */
  void block(Block block) {
    int mark = code.mark();
    all(block.statements());
    code.release(mark);
  }

  /** Statements whose variables stay in scope. */
  void all(List<Statement> statements) {
    if (!method.outliner().cut(statements)) {
      statements.forEach(this::statement);
    }
  }

  void statement(Statement statement) {
    switch (statement) {
      case Statement.LocalDeclaration d -> {
        code.line(d.line());
        method.assignments().declare(d);
      }
      case Statement.LocalFunction f -> {
        code.line(f.line());
        method.assignments().declare(f);
      }
      case Statement.Assignment a -> {
        code.line(a.line());
        method.assignments().assign(a);
      }
      case Statement.CallStatement c -> {
        code.line(c.line());
        method.calls().statement(c.call());
      }
      case Statement.Do d -> block(d.block());
      case Statement.While w -> method.loops().loop(w);
      case Statement.Repeat r -> method.loops().loop(r);
      case Statement.If i -> choose(i);
      case Statement.NumericFor f -> method.loops().loop(f);
      case Statement.GenericFor f -> method.loops().loop(f);
      case Statement.Return r -> giveBack(r);
      case Statement.Break b -> code.jump(method.breakTarget());
      case Statement.Goto g -> jump(g);
      case Statement.Label l -> pass(l.label());
    }
  }

  /** Code behind a label that nothing goes to is as dead as what precedes it. */
  private void pass(LabelName name) {
    Label label = method.pass(name);
    if (name.leadsBack()) {
      code.bindTarget(label);
    } else {
      code.bind(label);
    }
  }

  private void choose(Statement.If whole) {
    boolean large = method.outliner().isLarge(whole);
    Statement.If i = large ? method.outliner().nested(whole) : whole;
    Label end = code.label();
    code.line(i.line());
    for (int n = 0; n < i.conditions().size(); n++) {
      Label next = code.label();
      method.conditions().jumpUnless(i.conditions().get(n), next);
      method.outliner().branch(i.blocks().get(n), large);
      code.jump(end);
      code.bind(next);
    }
    Block otherwise = i.otherwise();
    if (otherwise != null) {
      method.outliner().branch(otherwise, large);
    }
    code.bind(end);
  }

  private void jump(Statement.Goto g) {
    LabelName target = g.jump().target();
    if (method.isBehind(target)) {
      method.safePoints().poll();
    }
    code.jump(method.label(target));
  }

  private void giveBack(Statement.Return r) {
    code.line(r.line());
    List<Expression> values = r.values();
    if (values.isEmpty()) {
      code.getStatic(Descriptors.RESULTS, "EMPTY", Descriptors.RESULTS);
    } else if (values.size() == 1) {
      method.calls().returned(values.getFirst());
    } else if (values.size() == 2 && !Expressions.isOpen(values)) {
      values.forEach(method.expressions()::object);
      code.invokeStatic(
          Descriptors.RESULTS,
          "of",
          Descriptors.type(Descriptors.RESULTS, Descriptors.OBJECT, Descriptors.OBJECT));
    } else {
      method.expressions().values(values);
      code.invokeStatic(
          Descriptors.RESULTS, "of", Descriptors.type(Descriptors.OBJECT, Descriptors.OBJECTS));
    }
    if (method.isPiece()) {
      code.invokeStatic(Descriptors.SUPPORT, "wrapped", Descriptors.UNARY);
    }
    code.returnValue();
  }
}
