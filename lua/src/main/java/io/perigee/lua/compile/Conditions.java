package io.perigee.lua.compile;

import io.perigee.lua.syntax.BinaryOperator;
import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.UnaryOperator;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.constant.MethodTypeDesc;

/** Expressions as conditions: jumps without making a boolean. */
final class Conditions {
  private static final MethodTypeDesc EQUALS =
      Descriptors.type(Descriptors.BOOL, Descriptors.OBJECT);

  private final MethodContext method;
  private final Code code;

  Conditions(MethodContext method) {
    this.method = method;
    this.code = method.code();
  }

  /** Whether an expression gives a boolean for sure. */
  static boolean isBoolean(Expression e) {
    return switch (e) {
      case Expression.Bool b -> true;
      case Expression.Binary b -> !b.operator().isArithmetic();
      case Expression.Unary u -> u.operator() == UnaryOperator.NOT;
      case Expression.Single s -> isBoolean(s.inner());
      case Expression.And a -> isBoolean(a.left()) && isBoolean(a.right());
      case Expression.Or o -> isBoolean(o.left()) && isBoolean(o.right());
      default -> false;
    };
  }

  /** Jumps when the condition holds. */
  void jumpIf(Expression e, Label target) {
    jump(e, target, true);
  }

  /** Jumps when the condition does not hold. */
  void jumpUnless(Expression e, Label target) {
    jump(e, target, false);
  }

  private void jump(Expression e, Label target, boolean when) {
    if (method.outliner().cut(e)) {
      int mark = code.mark();
      int slot = code.temp();
      code.store(slot);
      jumpOn(slot, target, when);
      code.release(mark);
      return;
    }
    int before = method.outliner().enter(e);
    plainJump(e, target, when);
    method.outliner().leave(before);
  }

  private void jumpOn(int slot, Label target, boolean when) {
    if (when) {
      jumpIfTrue(slot, target);
    } else {
      jumpUnlessTrue(slot, target);
    }
  }

  private void plainJump(Expression e, Label target, boolean when) {
    switch (e) {
      case Expression.Nil n -> constant(false, target, when);
      case Expression.Bool b -> constant(b.value(), target, when);
      case Expression.Num n -> constant(true, target, when);
      case Expression.Str s -> constant(true, target, when);
      case Expression.Single s -> jump(s.inner(), target, when);
      case Expression.Unary u when u.operator() == UnaryOperator.NOT ->
          jump(u.operand(), target, !when);
      case Expression.And a -> both(a.left(), a.right(), target, when, false);
      case Expression.Or o -> both(o.left(), o.right(), target, when, true);
      case Expression.Binary b when !b.operator().isArithmetic() -> compare(b, target, when);
      default -> value(e, target, when);
    }
  }

  private void constant(boolean value, Label target, boolean when) {
    if (value == when) {
      code.jump(target);
    }
  }

  /** Two conditions of which the left one decides alone when it is {@code decisive}. */
  private void both(
      Expression left, Expression right, Label target, boolean when, boolean decisive) {
    if (when == decisive) {
      jump(left, target, when);
      jump(right, target, when);
      return;
    }
    Label skip = code.label();
    jump(left, skip, decisive);
    jump(right, target, when);
    code.bind(skip);
  }

  private void value(Expression e, Label target, boolean when) {
    int mark = code.mark();
    int slot;
    if (e instanceof Expression.Local l
        && method.variables().place(l.variable()) instanceof Place.Boxed b) {
      slot = b.slot();
    } else {
      slot = code.temp();
      method.expressions().object(e);
      code.store(slot);
    }
    jumpOn(slot, target, when);
    code.release(mark);
  }

  /** Jumps when the object in a local is neither nil nor false. */
  void jumpIfTrue(int slot, Label target) {
    Label no = code.label();
    code.load(slot);
    code.branch(Opcode.IFNULL, no);
    code.load(slot);
    method.expressions().bool(false);
    code.branch(Opcode.IF_ACMPNE, target);
    code.bind(no);
  }

  /** Jumps when the object in a local is nil or false. */
  void jumpUnlessTrue(int slot, Label target) {
    code.load(slot);
    code.branch(Opcode.IFNULL, target);
    code.load(slot);
    method.expressions().bool(false);
    code.branch(Opcode.IF_ACMPEQ, target);
  }

  // ---- comparisons ----

  private void compare(Expression.Binary b, Label target, boolean when) {
    int mark = code.mark();
    switch (b.operator()) {
      case EQ -> equal(b, target, when);
      case NE -> equal(b, target, !when);
      default -> ordered(b, target, when);
    }
    code.release(mark);
  }

  private boolean areIntegers(Expression.Binary b) {
    return NumberTypes.isInteger(method.types().type(b.left()))
        && NumberTypes.isInteger(method.types().type(b.right()));
  }

  private boolean areNumbers(Expression.Binary b) {
    return NumberTypes.isNumber(method.types().type(b.left()))
        && NumberTypes.isNumber(method.types().type(b.right()));
  }

  private void integers(Expression.Binary b, Label target, boolean when) {
    method.expressions().integer(b.left());
    method.expressions().integer(b.right());
    code.op(Opcode.LCMP);
    code.branch(opcode(b.operator(), when), target);
  }

  private static Opcode opcode(BinaryOperator operator, boolean when) {
    return switch (operator) {
      case EQ -> when ? Opcode.IFEQ : Opcode.IFNE;
      case LT -> when ? Opcode.IFLT : Opcode.IFGE;
      case LE -> when ? Opcode.IFLE : Opcode.IFGT;
      case GT -> when ? Opcode.IFGT : Opcode.IFLE;
      case GE -> when ? Opcode.IFGE : Opcode.IFLT;
      default -> throw new IllegalStateException("no comparison: " + operator);
    };
  }

  /** Compares the two doubles on the stack; NaN makes every order false. */
  private void compareNumbers(BinaryOperator operator, Label target, boolean when) {
    boolean less = operator == BinaryOperator.LT || operator == BinaryOperator.LE;
    code.op(less ? Opcode.DCMPG : Opcode.DCMPL);
    code.branch(opcode(operator, when), target);
  }

  private void ordered(Expression.Binary b, Label target, boolean when) {
    if (areIntegers(b)) {
      integers(b, target, when);
      return;
    }
    if (areNumbers(b)) {
      method.expressions().number(b.left());
      method.expressions().number(b.right());
      compareNumbers(b.operator(), target, when);
      return;
    }
    Operators operators = method.operators();
    Operand[] both = operators.numbers(b.left(), b.right());
    Label slow = code.label();
    Label end = code.label();
    code.line(b.line());
    operators.test(both[0], slow);
    operators.test(both[1], slow);
    operators.loadNumber(both[0]);
    operators.loadNumber(both[1]);
    compareNumbers(b.operator(), target, when);
    if (code.isTarget(slow)) {
      code.jump(end);
      code.bind(slow);
      slowOrder(b, both, target, when);
      code.bind(end);
    }
  }

  private void slowOrder(Expression.Binary b, Operand[] both, Label target, boolean when) {
    boolean swapped = b.operator() == BinaryOperator.GT || b.operator() == BinaryOperator.GE;
    boolean strict = b.operator() == BinaryOperator.LT || b.operator() == BinaryOperator.GT;
    method.operators().loadObject(both[swapped ? 1 : 0]);
    method.operators().loadObject(both[swapped ? 0 : 1]);
    code.line(b.line());
    code.invokeStatic(Descriptors.COMPARISON, strict ? "lt" : "le", Descriptors.COMPARE);
    code.branch(when ? Opcode.IFNE : Opcode.IFEQ, target);
  }

  // ---- equality ----

  private void equal(Expression.Binary b, Label target, boolean when) {
    if (areIntegers(b)) {
      integers(
          new Expression.Binary(BinaryOperator.EQ, b.left(), b.right(), b.line()), target, when);
    } else if (areNumbers(b)) {
      method.expressions().number(b.left());
      method.expressions().number(b.right());
      compareNumbers(BinaryOperator.EQ, target, when);
    } else if (isSimple(b.right())) {
      equalsSimple(b.left(), b.right(), target, when);
    } else if (isSimple(b.left())) {
      equalsSimple(b.right(), b.left(), target, when);
    } else if (isNumber(b.left()) || isNumber(b.right())) {
      equalsNumber(b, target, when);
    } else {
      equalsAny(b, target, when);
    }
  }

  private static boolean isSimple(Expression e) {
    return e instanceof Expression.Nil
        || e instanceof Expression.Bool
        || e instanceof Expression.Str;
  }

  private boolean isNumber(Expression e) {
    return NumberTypes.isNumber(method.types().type(e));
  }

  private void equalsSimple(Expression e, Expression constant, Label target, boolean when) {
    method.expressions().object(e);
    switch (constant) {
      case Expression.Nil n -> code.branch(when ? Opcode.IFNULL : Opcode.IFNONNULL, target);
      case Expression.Bool b -> {
        method.expressions().bool(b.value());
        code.branch(when ? Opcode.IF_ACMPEQ : Opcode.IF_ACMPNE, target);
      }
      default -> {
        method.expressions().object(constant);
        code.stack(Opcode.SWAP);
        code.invokeVirtual(Descriptors.STRING, "equals", EQUALS);
        code.branch(when ? Opcode.IFNE : Opcode.IFEQ, target);
      }
    }
  }

  /** A number equals only a number. */
  private void equalsNumber(Expression.Binary b, Label target, boolean when) {
    Operators operators = method.operators();
    Operand[] both = operators.numbers(b.left(), b.right());
    Label different = code.label();
    operators.test(both[0], different);
    operators.test(both[1], different);
    operators.loadNumber(both[0]);
    operators.loadNumber(both[1]);
    compareNumbers(BinaryOperator.EQ, target, when);
    if (when) {
      code.bind(different);
    } else {
      Label end = code.label();
      code.jump(end);
      code.bind(different);
      code.jump(target);
      code.bind(end);
    }
  }

  private void equalsAny(Expression.Binary b, Label target, boolean when) {
    Operand[] both = method.operators().operands(b.left(), b.right());
    method.operators().loadObject(both[0]);
    method.operators().loadObject(both[1]);
    code.line(b.line());
    code.invokeStatic(Descriptors.COMPARISON, "eq", Descriptors.COMPARE);
    code.branch(when ? Opcode.IFNE : Opcode.IFEQ, target);
  }
}
