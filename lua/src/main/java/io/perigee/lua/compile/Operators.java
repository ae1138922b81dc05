package io.perigee.lua.compile;

import io.perigee.lua.syntax.BinaryOperator;
import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.UnaryOperator;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic. Proved numbers are computed with at once. Other operands are tested; when all are
 * numbers the result stays a double, else a static method finds the metamethod. Results that go on
 * into arithmetic stay split (see {@link Place.Split}), so that no number is boxed on the way.
 */
final class Operators {
  private static final MethodTypeDesc ELEMENT_BY_LONG =
      Descriptors.type(Descriptors.DOUBLE, Descriptors.OBJECT, Descriptors.LONG);
  private static final MethodTypeDesc ELEMENT_BY_DOUBLE =
      Descriptors.type(Descriptors.DOUBLE, Descriptors.OBJECT, Descriptors.DOUBLE);
  private static final MethodTypeDesc ELEMENT_BY_OBJECT =
      Descriptors.type(Descriptors.DOUBLE, Descriptors.OBJECT, Descriptors.OBJECT);
  private static final MethodTypeDesc NUMBERS =
      Descriptors.type(Descriptors.DOUBLE, Descriptors.DOUBLE, Descriptors.DOUBLE);

  private final MethodContext method;
  private final Code code;

  Operators(MethodContext method) {
    this.method = method;
    this.code = method.code();
  }

  // ---- operands ----

  /** Evaluates an expression into something that can be loaded repeatedly. */
  Operand operand(Expression e) {
    if (method.outliner().cut(e)) {
      int slot = code.temp();
      code.store(slot);
      return new Operand.Any(slot);
    }
    int before = method.outliner().enter(e);
    Operand operand = plainOperand(e);
    method.outliner().leave(before);
    return operand;
  }

  private Operand plainOperand(Expression e) {
    Expression inner = e instanceof Expression.Single s && !s.inner().isMultiple() ? s.inner() : e;
    int type = method.types().type(inner);
    if (inner instanceof Expression.Num n) {
      return new Operand.Constant(n.value());
    }
    if (inner instanceof Expression.Local l && direct(l) != null) {
      return Objects.requireNonNull(direct(l));
    }
    if (NumberTypes.isInteger(type)) {
      method.expressions().integer(inner);
      return integerTemp();
    }
    if (NumberTypes.isNumber(type)) {
      method.expressions().number(inner);
      return numberTemp();
    }
    if (inner instanceof Expression.Binary b && b.operator().isArithmetic()) {
      return arithmetic(b);
    }
    if (inner instanceof Expression.Index i && !(i.key() instanceof Expression.Str)) {
      return element(i);
    }
    if (isNumberCall(inner)) {
      return method.numberCalls().operand((Expression.Call) inner);
    }
    method.expressions().object(inner);
    int slot = code.temp();
    code.store(slot);
    return new Operand.Any(slot);
  }

  /** Whether an expression is evaluated as a call of a function of numbers. */
  boolean isNumberCall(Expression e) {
    return method.isRepeated() && NumberCalls.is(e);
  }

  /** Whether an expression is a field whose number is read without a box. */
  boolean isNumberField(Expression e) {
    return method.isRepeated()
        && e instanceof Expression.Index i
        && i.key() instanceof Expression.Str;
  }

  /** Evaluates an expression that is probably a number. */
  Operand numeric(Expression e) {
    Expression inner = e instanceof Expression.Single s ? s.inner() : e;
    if (!isNumberField(inner) || method.outliner().isCut(inner)) {
      return operand(e);
    }
    int before = method.outliner().enter(inner);
    Operand operand = field((Expression.Index) inner);
    method.outliner().leave(before);
    return operand;
  }

  private Operand.Whole integerTemp() {
    int slot = code.allocate(TypeKind.LONG);
    code.store(TypeKind.LONG, slot);
    return new Operand.Whole(slot);
  }

  private Operand.Unboxed numberTemp() {
    int slot = code.allocate(TypeKind.DOUBLE);
    code.store(TypeKind.DOUBLE, slot);
    return new Operand.Unboxed(slot);
  }

  /** The place of a local variable as an operand, null where it has none that can be loaded. */
  private @Nullable Operand direct(Expression.Local l) {
    return switch (method.variables().place(l.variable())) {
      case Place.Boxed b -> new Operand.Any(b.slot());
      case Place.Unboxed u -> new Operand.Unboxed(u.slot());
      case Place.Whole i -> new Operand.Whole(i.slot());
      case Place.Split s -> new Operand.Split(s.number(), s.object());
      default -> null;
    };
  }

  /**
   * Evaluates two operands from left to right. A local variable on the left is read after the right
   * operand has been evaluated, as LuaJIT's registers are.
   */
  Operand[] operands(Expression left, Expression right) {
    if (left instanceof Expression.Local) {
      Operand second = operand(right);
      return new Operand[] {operand(left), second};
    }
    Operand first = operand(left);
    return new Operand[] {first, operand(right)};
  }

  /** Evaluates two operands that are probably numbers, in the order of {@link #operands}. */
  Operand[] numbers(Expression left, Expression right) {
    if (left instanceof Expression.Local) {
      Operand second = numeric(right);
      return new Operand[] {operand(left), second};
    }
    Operand first = numeric(left);
    return new Operand[] {first, numeric(right)};
  }

  /** Jumps where an operand is not a number. */
  void test(Operand operand, Label otherwise) {
    switch (operand) {
      case Operand.Any a -> {
        code.load(a.slot());
        code.isInstance(Descriptors.DOUBLE_BOX);
        code.branch(Opcode.IFEQ, otherwise);
      }
      case Operand.Split s -> {
        code.load(s.object());
        code.branch(Opcode.IFNONNULL, otherwise);
      }
      default -> {
        // A number already.
      }
    }
  }

  /** Pushes an operand that is a number as a double. */
  void loadNumber(Operand operand) {
    switch (operand) {
      case Operand.Constant c -> code.constant(c.value());
      case Operand.Unboxed n -> code.load(TypeKind.DOUBLE, n.slot());
      case Operand.Whole i -> {
        code.load(TypeKind.LONG, i.slot());
        code.convert(TypeKind.LONG, TypeKind.DOUBLE);
      }
      case Operand.Any a -> {
        code.load(a.slot());
        method.variables().unbox();
      }
      case Operand.Split s -> code.load(TypeKind.DOUBLE, s.number());
    }
  }

  /** Pushes an operand for a slow path: a number as a double, anything else as an object. */
  ClassDesc loadPlain(Operand operand) {
    if (operand.isNumber()) {
      loadNumber(operand);
      return Descriptors.DOUBLE;
    }
    loadObject(operand);
    return Descriptors.OBJECT;
  }

  /** Pushes an operand as an object. */
  void loadObject(Operand operand) {
    switch (operand) {
      case Operand.Constant c -> method.type().constants().load(code, c.value());
      case Operand.Any a -> code.load(a.slot());
      case Operand.Split s -> {
        code.load(TypeKind.DOUBLE, s.number());
        code.load(s.object());
        code.invokeStatic(Descriptors.SUPPORT, "join", Variables.JOIN);
      }
      default -> {
        loadNumber(operand);
        method.variables().box();
      }
    }
  }

  // ---- elements as operands ----

  /** Reads an array element that is probably a number. */
  private Operand element(Expression.Index i) {
    Operand[] both = operands(i.object(), i.key());
    Place.Split result = method.variables().split();
    Label slow = code.label();
    code.line(i.line());
    if (both[1] instanceof Operand.Split key) {
      test(key, slow);
    }
    loadObject(both[0]);
    elementAt(both[1]);
    return numberOr(
        slow,
        result,
        () -> {
          loadObject(both[0]);
          method.access().index(i, both[1]);
        });
  }

  /** Reads a field that is probably a number. */
  private Operand field(Expression.Index i) {
    Expression.Str key = (Expression.Str) i.key();
    Place.Split result = method.variables().split();
    int object = code.temp();
    method.expressions().object(i.object());
    code.store(object);
    code.line(i.line());
    code.load(object);
    method.access().numberField(key);
    return numberOr(
        code.label(),
        result,
        () -> {
          code.line(i.line());
          code.load(object);
          method.access().field(key, i.object());
        });
  }

  /** The double on the stack, or where that is NaN or at the label the object of another way. */
  private Operand numberOr(Label slow, Place.Split result, Runnable other) {
    Label end = code.label();
    code.store(TypeKind.DOUBLE, result.number());
    code.load(TypeKind.DOUBLE, result.number());
    code.load(TypeKind.DOUBLE, result.number());
    code.op(Opcode.DCMPL);
    code.branch(Opcode.IFNE, slow);
    code.nil();
    code.store(result.object());
    code.jump(end);
    code.bind(slow);
    other.run();
    method.variables().storeSplit(result);
    code.bind(end);
    return new Operand.Split(result.number(), result.object());
  }

  private void elementAt(Operand key) {
    switch (key) {
      case Operand.Whole i -> {
        code.load(TypeKind.LONG, i.slot());
        code.invokeStatic(Descriptors.SUPPORT, "elementAt", ELEMENT_BY_LONG);
      }
      case Operand.Unboxed n -> {
        loadNumber(n);
        code.invokeStatic(Descriptors.SUPPORT, "elementAt", ELEMENT_BY_DOUBLE);
      }
      case Operand.Constant c -> {
        loadNumber(c);
        code.invokeStatic(Descriptors.SUPPORT, "elementAt", ELEMENT_BY_DOUBLE);
      }
      case Operand.Split s -> {
        loadNumber(s);
        code.invokeStatic(Descriptors.SUPPORT, "elementAt", ELEMENT_BY_DOUBLE);
      }
      default -> {
        loadObject(key);
        code.invokeStatic(Descriptors.SUPPORT, "elementAt", ELEMENT_BY_OBJECT);
      }
    }
  }

  // ---- arithmetic ----

  /** Computes with proved numbers; the double is on the stack. */
  void number(Expression.Binary b) {
    method.expressions().number(b.left());
    method.expressions().number(b.right());
    compute(b.operator());
  }

  private void compute(BinaryOperator operator) {
    switch (operator) {
      case ADD -> code.op(Opcode.DADD);
      case SUB -> code.op(Opcode.DSUB);
      case MUL -> code.op(Opcode.DMUL);
      case DIV -> code.op(Opcode.DDIV);
      case MOD -> code.invokeStatic(Descriptors.ARITHMETIC, "mod", NUMBERS);
      case POW -> code.invokeStatic(Descriptors.ARITHMETIC, "pow", NUMBERS);
      default -> throw new IllegalStateException("no arithmetic: " + operator);
    }
  }

  /** Computes with proved integers; the long is on the stack. */
  void integer(Expression.Binary b) {
    method.expressions().integer(b.left());
    method.expressions().integer(b.right());
    switch (b.operator()) {
      case ADD -> code.op(Opcode.LADD);
      case SUB -> code.op(Opcode.LSUB);
      case MOD ->
          code.invokeStatic(
              Descriptors.of(Math.class),
              "floorMod",
              Descriptors.type(Descriptors.LONG, Descriptors.LONG, Descriptors.LONG));
      default -> throw new IllegalStateException("no integer arithmetic: " + b.operator());
    }
  }

  /** Computes with operands that must be tested; the result is split. */
  Operand.Split arithmetic(Expression.Binary b) {
    Place.Split result = method.variables().split();
    arithmeticInto(b, result);
    return new Operand.Split(result.number(), result.object());
  }

  /** Computes into a split place. */
  void arithmeticInto(Expression.Binary b, Place.Split result) {
    int mark = code.mark();
    Operand[] both = numbers(b.left(), b.right());
    Label slow = code.label();
    Label end = code.label();
    code.line(b.line());
    fast(b, both, slow);
    method.variables().storeNumberInSplit(result);
    if (code.isTarget(slow)) {
      code.jump(end);
      code.bind(slow);
      slow(b, both);
      method.variables().storeSplit(result);
      code.bind(end);
    }
    code.release(mark);
  }

  /** Computes with operands that must be tested; the object is on the stack. */
  void object(Expression.Binary b) {
    int mark = code.mark();
    Operand[] both = numbers(b.left(), b.right());
    Label slow = code.label();
    Label end = code.label();
    code.line(b.line());
    fast(b, both, slow);
    method.variables().box();
    if (code.isTarget(slow)) {
      code.jump(end);
      code.bind(slow);
      slow(b, both);
      code.bind(end);
    }
    code.release(mark);
  }

  private void fast(Expression.Binary b, Operand[] both, Label slow) {
    test(both[0], slow);
    test(both[1], slow);
    loadNumber(both[0]);
    loadNumber(both[1]);
    compute(b.operator());
  }

  private void slow(Expression.Binary b, Operand[] both) {
    code.line(b.line());
    ClassDesc first = loadPlain(both[0]);
    ClassDesc second = loadPlain(both[1]);
    String name = b.operator().name().toLowerCase(Locale.ROOT);
    code.invokeStatic(
        Descriptors.ARITHMETIC,
        name,
        Descriptors.type(Descriptors.OBJECT, first, second),
        Names.site(b.left(), b.right()));
  }

  // ---- unary operators ----

  /** Negates or measures; the object is on the stack. */
  void object(Expression.Unary u) {
    if (u.operator() == UnaryOperator.LENGTH) {
      method.expressions().object(u.operand());
      code.line(u.line());
      code.invokeStatic(Descriptors.LENGTH, "length", Descriptors.UNARY, Names.site(u.operand()));
      return;
    }
    int mark = code.mark();
    Operand operand = numeric(u.operand());
    Label slow = code.label();
    Label end = code.label();
    test(operand, slow);
    loadNumber(operand);
    code.op(Opcode.DNEG);
    method.variables().box();
    if (code.isTarget(slow)) {
      code.jump(end);
      code.bind(slow);
      loadObject(operand);
      code.line(u.line());
      code.invokeStatic(Descriptors.ARITHMETIC, "unm", Descriptors.UNARY, Names.site(u.operand()));
      code.bind(end);
    }
    code.release(mark);
  }
}
