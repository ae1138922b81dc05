package io.perigee.lua.compile;

import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.FunctionBody;
import io.perigee.lua.syntax.LocalVariable;
import io.perigee.lua.syntax.UnaryOperator;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions in the form their user wants: an object, a double, a long, or all values. */
final class Expressions {
  private static final MethodTypeDesc AT =
      Descriptors.type(Descriptors.OBJECT, Descriptors.OBJECTS, Descriptors.INT);

  private final MethodContext method;
  private final Code code;

  Expressions(MethodContext method) {
    this.method = method;
    this.code = method.code();
  }

  // ---- one value as an object ----

  /** Pushes the value as an object. */
  void object(Expression e) {
    if (method.outliner().cut(e)) {
      return;
    }
    int before = method.outliner().enter(e);
    plainObject(e);
    method.outliner().leave(before);
  }

  private void plainObject(Expression e) {
    switch (e) {
      case Expression.Nil n -> code.nil();
      case Expression.Bool b -> bool(b.value());
      case Expression.Num n -> method.type().constants().load(code, n.value());
      case Expression.Str s -> method.type().constants().load(code, s.bytes());
      case Expression.Vararg v -> {
        code.load(method.varargs());
        code.constant(0);
        code.invokeStatic(Descriptors.SUPPORT, "at", AT);
      }
      case Expression.Function f -> closure(f.body());
      case Expression.Local l -> method.variables().load(l.variable());
      case Expression.Upvalue u -> method.variables().loadUpvalue(u.index());
      case Expression.Global g -> method.access().global(g);
      case Expression.Index i -> method.access().read(i);
      case Expression.Call c -> method.calls().single(c);
      case Expression.MethodCall c -> method.calls().single(c);
      case Expression.Binary b -> binary(b);
      case Expression.Unary u -> unary(u);
      case Expression.And a -> and(a);
      case Expression.Or o -> or(o);
      case Expression.Concat c -> concat(c);
      case Expression.Single s -> object(s.inner());
      case Expression.Table t -> method.tables().table(t);
    }
  }

  void bool(boolean value) {
    code.getStatic(Descriptors.BOOLEAN_BOX, value ? "TRUE" : "FALSE", Descriptors.BOOLEAN_BOX);
  }

  private void binary(Expression.Binary b) {
    if (!b.operator().isArithmetic()) {
      truth(b);
    } else if (NumberTypes.isNumber(method.types().type(b))) {
      number(b);
      method.variables().box();
    } else {
      method.operators().object(b);
    }
  }

  private void unary(Expression.Unary u) {
    if (u.operator() == UnaryOperator.NOT) {
      truth(u);
    } else if (NumberTypes.isNumber(method.types().type(u))) {
      number(u);
      method.variables().box();
    } else {
      method.operators().object(u);
    }
  }

  /** Pushes the outcome of a condition as a boolean. */
  private void truth(Expression e) {
    Label no = code.label();
    Label end = code.label();
    method.conditions().jumpUnless(e, no);
    bool(true);
    code.jump(end);
    code.bind(no);
    bool(false);
    code.bind(end);
  }

  // ---- numbers ----

  /** Pushes the value of an expression proved to be a number as a double. */
  void number(Expression e) {
    if (method.outliner().cut(e)) {
      method.variables().unbox();
      return;
    }
    int before = method.outliner().enter(e);
    plainNumber(e);
    method.outliner().leave(before);
  }

  private void plainNumber(Expression e) {
    if (!(e instanceof Expression.Num) && NumberTypes.isInteger(method.types().type(e))) {
      integer(e);
      code.convert(TypeKind.LONG, TypeKind.DOUBLE);
      return;
    }
    switch (e) {
      case Expression.Num n -> code.constant(n.value());
      case Expression.Local l -> method.variables().loadNumber(l.variable());
      case Expression.Upvalue u -> method.variables().loadUpvalueNumber(u.index());
      case Expression.Single s -> number(s.inner());
      case Expression.Binary b -> method.operators().number(b);
      case Expression.Unary u -> {
        number(u.operand());
        code.op(Opcode.DNEG);
      }
      default -> throw new IllegalStateException("no number: " + e);
    }
  }

  /** Pushes the value of an expression proved to be an integer as a long. */
  void integer(Expression e) {
    switch (e) {
      case Expression.Num n -> code.constant((long) n.value());
      case Expression.Local l -> method.variables().loadInteger(l.variable());
      case Expression.Upvalue u -> method.variables().loadUpvalueInteger(u.index());
      case Expression.Single s -> integer(s.inner());
      case Expression.Binary b -> method.operators().integer(b);
      default -> throw new IllegalStateException("no integer: " + e);
    }
  }

  // ---- logical operators ----

  private void and(Expression.And a) {
    Label no = code.label();
    Label end = code.label();
    if (Conditions.isBoolean(a.left())) {
      method.conditions().jumpUnless(a.left(), no);
      object(a.right());
      code.jump(end);
      code.bind(no);
      bool(false);
      code.bind(end);
      return;
    }
    int mark = code.mark();
    int left = code.temp();
    object(a.left());
    code.store(left);
    method.conditions().jumpUnlessTrue(left, no);
    object(a.right());
    code.jump(end);
    code.bind(no);
    code.load(left);
    code.bind(end);
    code.release(mark);
  }

  private void or(Expression.Or o) {
    Label yes = code.label();
    Label end = code.label();
    if (Conditions.isBoolean(o.left())) {
      method.conditions().jumpIf(o.left(), yes);
      object(o.right());
      code.jump(end);
      code.bind(yes);
      bool(true);
      code.bind(end);
      return;
    }
    if (o.left() instanceof Expression.And a && isAlwaysTrue(a.right())) {
      choice(a, o.right());
      return;
    }
    int mark = code.mark();
    int left = code.temp();
    object(o.left());
    code.store(left);
    method.conditions().jumpIfTrue(left, yes);
    object(o.right());
    code.jump(end);
    code.bind(yes);
    code.load(left);
    code.bind(end);
    code.release(mark);
  }

  private boolean isAlwaysTrue(Expression e) {
    return switch (e) {
      case Expression.Str s -> true;
      case Expression.Table t -> true;
      case Expression.Function f -> true;
      default -> NumberTypes.isNumber(method.types().type(e));
    };
  }

  /** {@code c and x or y} where x is never false. */
  private void choice(Expression.And a, Expression otherwise) {
    Label no = code.label();
    Label end = code.label();
    method.conditions().jumpUnless(a.left(), no);
    object(a.right());
    code.jump(end);
    code.bind(no);
    object(otherwise);
    code.bind(end);
  }

  // ---- concatenation ----

  private void concat(Expression.Concat c) {
    List<Expression> parts = c.parts();
    if (parts.size() <= 3) {
      parts.forEach(this::object);
    } else {
      array(parts);
    }
    code.line(c.line());
    code.invokeStatic(
        Descriptors.CONCATENATION,
        "concat",
        switch (parts.size()) {
          case 2 -> Descriptors.BINARY;
          case 3 -> Descriptors.invoke(3);
          default -> Descriptors.invoke(-1);
        },
        Names.site(parts.toArray(Expression[]::new)));
  }

  /** Pushes an array of single values. */
  void array(List<Expression> values) {
    array(values, values.size());
  }

  /** Pushes an array of single values, of at least this length. */
  void array(List<Expression> values, int length) {
    code.constant(Math.max(length, values.size()));
    code.createArray(Descriptors.OBJECT);
    for (int i = 0; i < values.size(); i++) {
      code.stack(Opcode.DUP);
      code.constant(i);
      object(values.get(i));
      code.storeElement();
    }
  }

  // ---- several values ----

  /** Whether the last of a list may give any number of values. */
  static boolean isOpen(List<Expression> list) {
    return !list.isEmpty() && list.getLast().isMultiple();
  }

  /** Pushes all values of a list as an array, the last expression with all it gives. */
  void values(List<Expression> list) {
    if (!isOpen(list)) {
      array(list);
      return;
    }
    Expression last = list.getLast();
    List<Expression> first = list.subList(0, list.size() - 1);
    if (first.isEmpty()) {
      if (last instanceof Expression.Vararg) {
        code.load(method.varargs());
      } else {
        method.calls().raw(last);
        code.invokeStatic(
            Descriptors.SUPPORT,
            "values",
            Descriptors.type(Descriptors.OBJECTS, Descriptors.OBJECT),
            CallCompiler.taking(last));
      }
      return;
    }
    array(first);
    append(last);
  }

  /** Puts all that an expression gives behind the array on the stack. */
  void append(Expression last) {
    ClassDesc more = Descriptors.OBJECT;
    if (last instanceof Expression.Vararg) {
      code.load(method.varargs());
      more = Descriptors.OBJECTS;
    } else {
      method.calls().raw(last);
    }
    code.invokeStatic(
        Descriptors.SUPPORT,
        "append",
        Descriptors.type(Descriptors.OBJECTS, Descriptors.OBJECTS, more),
        CallCompiler.taking(last));
  }

  // ---- closures ----

  /** Pushes a new closure. */
  void closure(FunctionBody body) {
    closure(body, null);
  }

  /** Pushes a new closure that is the one value of a local variable. */
  void closure(FunctionBody body, @Nullable LocalVariable self) {
    List<UpvalueKind> kinds = new ArrayList<>();
    for (LocalVariable upvalue : body.upvalues()) {
      kinds.add(upvalue == self ? UpvalueKind.SELF : method.variables().kindFor(upvalue));
    }
    Prototype child =
        method.type().prototype().child(body, kinds, method.types(), !method.isRepeated());
    code.create(child.closureType());
    code.stack(Opcode.DUP);
    code.loadThis();
    code.getField(Descriptors.COMPILED, "env", Descriptors.TABLE);
    List<ClassDesc> parameters = new ArrayList<>();
    parameters.add(Descriptors.TABLE);
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.get(i) != UpvalueKind.SELF) {
        method.variables().capture(body.upvalues().get(i), kinds.get(i));
        parameters.add(kinds.get(i).type());
      }
    }
    code.invokeConstructor(
        child.closureType(),
        Descriptors.type(Descriptors.VOID, parameters.toArray(ClassDesc[]::new)));
    // So that the verifier need not load the child's class before its first closure is made.
    code.cast(Descriptors.FUNCTION);
    if (!method.isRepeated()) {
      code.stack(Opcode.DUP);
      remember();
    }
  }

  /** Makes frames of a class stand for the closure on the stack. */
  void remember() {
    code.invokeStatic(
        Descriptors.SUPPORT, "remember", Descriptors.type(Descriptors.VOID, Descriptors.FUNCTION));
  }
}
