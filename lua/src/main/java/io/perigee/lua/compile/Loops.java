package io.perigee.lua.compile;

import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.LocalVariable;
import io.perigee.lua.syntax.Statement;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loops. A numeric for whose start and step are integers counts in a long, any other in a double.
 * The generic for steps through tables by itself when its iterator is that of pairs or ipairs.
 */
final class Loops {
  /** What LuaJIT calls the iterator in messages and tracebacks. */
  private static final Code.Site ITERATOR =
      new Code.Site(List.of("local '(for generator)'"), false);

  private static final MethodTypeDesc CHECK =
      Descriptors.type(Descriptors.DOUBLE, Descriptors.OBJECT);

  private final MethodContext method;
  private final Code code;

  Loops(MethodContext method) {
    this.method = method;
    this.code = method.code();
  }

  // ---- while and repeat ----

  void loop(Statement.While w) {
    Label head = code.label();
    Label end = code.label();
    int mark = code.mark();
    int strip = SafePoints.strip(w.body());
    SafePoints.Rounds rounds = method.safePoints().count(strip);
    code.bindLoop(head);
    code.line(w.line());
    method.enterLoop(end);
    method.conditions().jumpUnless(w.condition(), end);
    method.statements().block(w.body());
    method.safePoints().jumpBack(head, rounds, w.line());
    method.leaveLoop();
    code.bind(end);
    code.release(mark);
  }

  void loop(Statement.Repeat r) {
    Label head = code.label();
    Label end = code.label();
    int mark = code.mark();
    int strip = SafePoints.strip(r.body());
    SafePoints.Rounds rounds = method.safePoints().count(strip);
    code.bindLoop(head);
    method.enterLoop(end);
    method.statements().all(r.body().statements());
    code.line(r.line());
    method.conditions().jumpIf(r.condition(), end);
    method.safePoints().jumpBack(head, rounds, r.line());
    method.leaveLoop();
    code.bind(end);
    code.release(mark);
  }

  // ---- numeric for ----

  void loop(Statement.NumericFor f) {
    int mark = code.mark();
    code.line(f.line());
    boolean integer = NumberTypes.isInteger(method.types().counter(f));
    Operand start = method.operators().operand(f.start());
    Operand limit = method.operators().operand(f.limit());
    Expression step = f.step();
    Operand by = step == null ? new Operand.Constant(1) : method.operators().operand(step);
    if (integer) {
      countIntegers(f, start, limit, by);
    } else {
      countNumbers(f, start, limit, by);
    }
    code.release(mark);
  }

  /** Pushes a value of the loop's head as a double, with an error when it is no number. */
  private void head(Operand operand, String name) {
    if (operand.isNumber()) {
      method.operators().loadNumber(operand);
    } else {
      method.operators().loadObject(operand);
      code.invokeStatic(Descriptors.NUMERIC_FOR, name, CHECK, new Code.Site(null, false));
    }
  }

  private void countIntegers(Statement.NumericFor f, Operand start, Operand limit, Operand by) {
    int counter = code.allocate(TypeKind.LONG);
    integer(start);
    code.store(TypeKind.LONG, counter);
    int end = integerLimit(limit, by);
    if (by instanceof Operand.Constant c && c.value() != 0 && !SafePoints.LEFT_OUT) {
      countInStrips(f, counter, end, c);
      return;
    }
    Label exit = code.label();
    Label round = code.label();
    testIntegers(counter, end, by, exit);
    int rim = code.allocate(TypeKind.LONG);
    rim(f, counter, end, by, rim);
    code.bindLoop(round);
    body(f, new Place.Whole(counter), exit);
    step(counter, by);
    Label stripDone = code.label();
    testIntegers(counter, SafePoints.LEFT_OUT ? end : rim, by, stripDone);
    code.jump(round);
    code.bind(stripDone);
    testIntegers(counter, end, by, exit);
    code.line(f.line());
    method.safePoints().poll();
    rim(f, counter, end, by, rim);
    code.jump(round);
    code.bind(exit);
  }

  /** Where a strip of rounds with a step that is not known ends. */
  private void rim(Statement.NumericFor f, int counter, int end, Operand by, int rim) {
    code.load(TypeKind.LONG, counter);
    code.load(TypeKind.LONG, end);
    integer(by);
    code.constant(SafePoints.strip(f.body()));
    code.invokeStatic(
        Descriptors.SUPPORT,
        "rim",
        Descriptors.type(
            Descriptors.LONG,
            Descriptors.LONG,
            Descriptors.LONG,
            Descriptors.LONG,
            Descriptors.INT));
    code.store(TypeKind.LONG, rim);
  }

  /** A loop over strips of rounds; within a strip nothing but the counter is tested. */
  private void countInStrips(Statement.NumericFor f, int counter, int end, Operand.Constant by) {
    long reach = (long) (by.value() * (SafePoints.strip(f.body()) - 1));
    int rim = code.allocate(TypeKind.LONG);
    Label top = code.label();
    Label stripDone = code.label();
    Label exit = code.label();
    rim(counter, end, reach, rim);
    code.bindLoop(top);
    testIntegers(counter, rim, by, stripDone);
    body(f, new Place.Whole(counter), exit);
    step(counter, by);
    code.jump(top);
    code.bind(stripDone);
    testIntegers(counter, end, by, exit);
    code.line(f.line());
    method.safePoints().poll();
    rim(counter, end, reach, rim);
    code.jump(top);
    code.bind(exit);
  }

  private void rim(int counter, int end, long reach, int rim) {
    code.load(TypeKind.LONG, counter);
    code.load(TypeKind.LONG, end);
    code.constant(reach);
    code.invokeStatic(
        Descriptors.SUPPORT,
        "rim",
        Descriptors.type(Descriptors.LONG, Descriptors.LONG, Descriptors.LONG, Descriptors.LONG));
    code.store(TypeKind.LONG, rim);
  }

  private void step(int counter, Operand by) {
    code.load(TypeKind.LONG, counter);
    integer(by);
    code.op(Opcode.LADD);
    code.store(TypeKind.LONG, counter);
  }

  private void integer(Operand operand) {
    switch (operand) {
      case Operand.Constant c -> code.constant((long) c.value());
      case Operand.Whole i -> code.load(TypeKind.LONG, i.slot());
      default -> throw new IllegalStateException("no integer: " + operand);
    }
  }

  private int integerLimit(Operand limit, Operand by) {
    if (limit instanceof Operand.Whole i) {
      int copy = code.allocate(TypeKind.LONG);
      code.load(TypeKind.LONG, i.slot());
      code.store(TypeKind.LONG, copy);
      return copy;
    }
    int end = code.allocate(TypeKind.LONG);
    head(limit, "limit");
    boolean known = by instanceof Operand.Constant;
    if (known) {
      code.constant(by instanceof Operand.Constant c ? (long) c.value() : 0);
    } else {
      integer(by);
    }
    code.invokeStatic(
        Descriptors.SUPPORT,
        "integerLimit",
        Descriptors.type(Descriptors.LONG, Descriptors.DOUBLE, Descriptors.LONG));
    code.store(TypeKind.LONG, end);
    return end;
  }

  private void testIntegers(int counter, int end, Operand by, Label exit) {
    code.load(TypeKind.LONG, counter);
    code.load(TypeKind.LONG, end);
    if (by instanceof Operand.Constant c) {
      code.op(Opcode.LCMP);
      code.branch(c.value() >= 0 ? Opcode.IFGT : Opcode.IFLT, exit);
      return;
    }
    integer(by);
    code.invokeStatic(
        Descriptors.SUPPORT,
        "goesOn",
        Descriptors.type(Descriptors.BOOL, Descriptors.LONG, Descriptors.LONG, Descriptors.LONG));
    code.branch(Opcode.IFEQ, exit);
  }

  private void countNumbers(Statement.NumericFor f, Operand start, Operand limit, Operand by) {
    int counter = code.allocate(TypeKind.DOUBLE);
    int end = code.allocate(TypeKind.DOUBLE);
    int step = code.allocate(TypeKind.DOUBLE);
    head(start, "start");
    code.store(TypeKind.DOUBLE, counter);
    head(limit, "limit");
    code.store(TypeKind.DOUBLE, end);
    head(by, "step");
    code.store(TypeKind.DOUBLE, step);
    Label top = code.label();
    Label exit = code.label();
    int strip = SafePoints.strip(f.body());
    SafePoints.Rounds rounds = method.safePoints().count(strip);
    code.bindLoop(top);
    testNumbers(counter, end, step, by, exit);
    body(f, new Place.Unboxed(counter), exit);
    code.load(TypeKind.DOUBLE, counter);
    code.load(TypeKind.DOUBLE, step);
    code.op(Opcode.DADD);
    code.store(TypeKind.DOUBLE, counter);
    method.safePoints().jumpBack(top, rounds, f.line());
    code.bind(exit);
  }

  private void testNumbers(int counter, int end, int step, Operand by, Label exit) {
    code.load(TypeKind.DOUBLE, counter);
    code.load(TypeKind.DOUBLE, end);
    if (by instanceof Operand.Constant c) {
      boolean up = c.value() >= 0;
      code.op(up ? Opcode.DCMPG : Opcode.DCMPL);
      code.branch(up ? Opcode.IFGT : Opcode.IFLT, exit);
      return;
    }
    code.load(TypeKind.DOUBLE, step);
    code.invokeStatic(
        Descriptors.SUPPORT,
        "goesOn",
        Descriptors.type(
            Descriptors.BOOL, Descriptors.DOUBLE, Descriptors.DOUBLE, Descriptors.DOUBLE));
    code.branch(Opcode.IFEQ, exit);
  }

  /** The body, with the variable in the counter itself unless it needs a place of its own. */
  private void body(Statement.NumericFor f, Place counter, Label exit) {
    int mark = code.mark();
    LocalVariable variable = f.variable();
    method.outliner().frameIfCut(variable, f.body());
    boolean framed = method.places().get(variable) instanceof Place.Framed;
    if (framed || variable.isReassigned()) {
      method.variables().declare(variable);
      copyCounter(variable, counter);
    } else {
      method.places().put(variable, counter);
    }
    method.enterLoop(exit);
    method.statements().block(f.body());
    method.leaveLoop();
    code.release(mark);
  }

  private void copyCounter(LocalVariable variable, Place counter) {
    if (counter instanceof Place.Whole i) {
      code.load(TypeKind.LONG, i.slot());
      if (method.variables().place(variable) instanceof Place.Whole own) {
        code.store(TypeKind.LONG, own.slot());
        return;
      }
      code.convert(TypeKind.LONG, TypeKind.DOUBLE);
    } else if (counter instanceof Place.Unboxed u) {
      code.load(TypeKind.DOUBLE, u.slot());
    }
    switch (method.variables().place(variable)) {
      case Place.Unboxed own -> code.store(TypeKind.DOUBLE, own.slot());
      case Place.Split own -> method.variables().storeNumberInSplit(own);
      default -> {
        method.variables().box();
        method.variables().initialize(variable);
      }
    }
  }

  // ---- generic for ----

  /** The locals that drive a generic for. */
  private record Head(
      int function, int state, int control, int way, int cursor, int table, int result) {}

  void loop(Statement.GenericFor f) {
    int mark = code.mark();
    code.line(f.line());
    Head head = head(f);
    List<LocalVariable> variables = f.variables();
    variables.forEach(variable -> method.outliner().frameIfCut(variable, f.body()));
    declareKey(f);
    variables.stream().skip(1).forEach(method.variables()::declare);
    Label top = code.label();
    Label body = code.label();
    Label exit = code.label();
    int strip = SafePoints.strip(f.body());
    SafePoints.Rounds rounds = method.safePoints().count(strip);
    code.bindLoop(top);
    Label calls = code.label();
    Label fields = code.label();
    code.load(TypeKind.INT, head.way);
    code.branch(Opcode.IFEQ, calls);
    code.load(TypeKind.INT, head.way);
    code.constant(Traversal.FIELDS);
    code.branch(Opcode.IF_ICMPEQ, fields);
    nextElement(head, variables, exit);
    code.jump(body);
    code.bind(fields);
    nextField(head, variables, exit);
    code.jump(body);
    code.bind(calls);
    code.line(f.line());
    StacklessRound round = stacklessRound(f, head);
    callIterator(head, variables, exit, round);
    code.bind(body);
    method.enterLoop(exit);
    method.statements().block(f.body());
    method.leaveLoop();
    method.safePoints().jumpBack(top, rounds, f.line());
    if (round != null) {
      round.close();
    }
    code.bind(exit);
    code.release(mark);
  }

  private @Nullable StacklessRound stacklessRound(Statement.GenericFor f, Head head) {
    Resumption resumption = code.isReachable() ? method.resumptionAt(f) : null;
    return resumption == null ? null : new StacklessRound(code, resumption, f, head.result);
  }

  /** The key of an ipairs loop is kept as a number. */
  private void declareKey(Statement.GenericFor f) {
    LocalVariable key = f.variables().getFirst();
    boolean framed = method.places().get(key) instanceof Place.Framed;
    if (isIpairs(f.iterator().getFirst()) && !framed && !key.isShared()) {
      method.places().put(key, method.variables().split());
    } else {
      method.variables().declare(key);
    }
  }

  private static boolean isIpairs(Expression e) {
    return e instanceof Expression.Call c
        && !(c.function() instanceof Expression.Index)
        && Names.plain(c.function()).equals("ipairs");
  }

  private Head head(Statement.GenericFor f) {
    Head head =
        new Head(
            code.temp(Descriptors.FUNCTION),
            code.temp(),
            code.temp(),
            code.allocate(TypeKind.INT),
            code.allocate(TypeKind.INT),
            code.temp(Descriptors.TABLE),
            code.temp());
    method.assignments().three(f.iterator(), head.function, head.state, head.control);
    code.load(head.function);
    code.load(head.state);
    code.load(head.control);
    code.invokeStatic(
        Descriptors.TRAVERSAL,
        "way",
        Descriptors.type(
            Descriptors.INT, Descriptors.OBJECT, Descriptors.OBJECT, Descriptors.OBJECT));
    code.store(TypeKind.INT, head.way);
    code.constant(0);
    code.store(TypeKind.INT, head.cursor);
    code.load(head.state);
    code.load(TypeKind.INT, head.way);
    code.invokeStatic(
        Descriptors.TRAVERSAL,
        "table",
        Descriptors.type(Descriptors.TABLE, Descriptors.OBJECT, Descriptors.INT));
    code.store(head.table);
    code.load(head.function);
    method.calls().checkFunction();
    code.cast(Descriptors.FUNCTION);
    code.store(head.function);
    return head;
  }

  private @Nullable LocalVariable second(List<LocalVariable> variables) {
    return variables.size() > 1 ? variables.get(1) : null;
  }

  private void clearRest(List<LocalVariable> variables) {
    for (int i = 2; i < variables.size(); i++) {
      code.nil();
      method.variables().initialize(variables.get(i));
    }
  }

  private void nextElement(Head head, List<LocalVariable> variables, Label exit) {
    int mark = code.mark();
    int value = code.temp();
    code.load(TypeKind.INT, head.cursor);
    code.constant(1);
    code.op(Opcode.IADD);
    code.store(TypeKind.INT, head.cursor);
    code.load(head.table);
    code.load(TypeKind.INT, head.cursor);
    code.invokeVirtual(
        Descriptors.TABLE, "getInt", Descriptors.type(Descriptors.OBJECT, Descriptors.INT));
    code.store(value);
    code.load(value);
    code.branch(Opcode.IFNULL, exit);
    code.load(TypeKind.INT, head.cursor);
    code.convert(TypeKind.INT, TypeKind.DOUBLE);
    if (method.variables().place(variables.getFirst()) instanceof Place.Split s) {
      method.variables().storeNumberInSplit(s);
    } else {
      method.variables().box();
      method.variables().initialize(variables.getFirst());
    }
    LocalVariable second = second(variables);
    if (second != null) {
      code.load(value);
      method.variables().initialize(second);
    }
    clearRest(variables);
    code.release(mark);
  }

  private void nextField(Head head, List<LocalVariable> variables, Label exit) {
    MethodTypeDesc at = Descriptors.type(Descriptors.OBJECT, Descriptors.INT);
    code.load(head.table);
    code.load(TypeKind.INT, head.cursor);
    code.invokeVirtual(
        Descriptors.TABLE, "advance", Descriptors.type(Descriptors.INT, Descriptors.INT));
    code.store(TypeKind.INT, head.cursor);
    code.load(TypeKind.INT, head.cursor);
    code.branch(Opcode.IFLT, exit);
    code.load(head.table);
    code.load(TypeKind.INT, head.cursor);
    code.invokeVirtual(Descriptors.TABLE, "keyAt", at);
    method.variables().initialize(variables.getFirst());
    LocalVariable second = second(variables);
    if (second != null) {
      code.load(head.table);
      code.load(TypeKind.INT, head.cursor);
      code.invokeVirtual(Descriptors.TABLE, "valueAt", at);
      method.variables().initialize(second);
    }
    clearRest(variables);
    code.load(TypeKind.INT, head.cursor);
    code.constant(1);
    code.op(Opcode.IADD);
    code.store(TypeKind.INT, head.cursor);
  }

  private void callIterator(
      Head head, List<LocalVariable> variables, Label exit, @Nullable StacklessRound round) {
    int result = head.result;
    if (round != null) {
      round.begin(() -> callee(head), ITERATOR);
    }
    callee(head);
    code.invokeVirtual(Descriptors.FUNCTION, "invoke", Descriptors.BINARY, ITERATOR);
    method.calls().resolve();
    code.store(result);
    if (round != null) {
      round.end();
    }
    code.load(result);
    code.constant(0);
    code.invokeStatic(Descriptors.SUPPORT, "at", Assignments.AT);
    code.store(head.control);
    code.load(head.control);
    code.branch(Opcode.IFNULL, exit);
    code.load(head.control);
    method.variables().initialize(variables.getFirst());
    for (int i = 1; i < variables.size(); i++) {
      code.load(result);
      code.constant(i);
      code.invokeStatic(Descriptors.SUPPORT, "at", Assignments.AT);
      method.variables().initialize(variables.get(i));
    }
  }

  private void callee(Head head) {
    code.load(head.function);
    code.load(head.state);
    code.load(head.control);
  }
}
