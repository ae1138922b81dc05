package io.perigee.lua.compile;

import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.LocalVariable;
import io.perigee.lua.syntax.Statement;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Declarations and assignments. With several targets the indexed tables and keys are evaluated
 * first, then all values, then the targets are set from right to left, as LuaJIT does.
 */
final class Assignments {
  static final MethodTypeDesc AT =
      Descriptors.type(Descriptors.OBJECT, Descriptors.OBJECT, Descriptors.INT);

  private final MethodContext method;
  private final Code code;

  Assignments(MethodContext method) {
    this.method = method;
    this.code = method.code();
  }

  // ---- declarations ----

  void declare(Statement.LocalDeclaration d) {
    List<LocalVariable> variables = d.variables();
    variables.forEach(method.variables()::declare);
    int mark = code.mark();
    List<Expression> values = d.values();
    boolean open = Expressions.isOpen(values) && values.size() < variables.size() + 1;
    int direct = open ? values.size() - 1 : values.size();
    if (open && values.size() == variables.size()) {
      direct = values.size();
      open = false;
    }
    for (int i = 0; i < direct; i++) {
      if (i < variables.size()) {
        assign(variables.get(i), values.get(i), true);
      } else {
        drop(values.get(i));
      }
    }
    if (open) {
      spread(variables.subList(direct, variables.size()), values.getLast());
    } else {
      for (int i = direct; i < variables.size(); i++) {
        code.nil();
        method.variables().initialize(variables.get(i));
      }
    }
    noteFunctions(d);
    code.release(mark);
  }

  private void noteFunctions(Statement.LocalDeclaration d) {
    for (int i = 0; i < Math.min(d.variables().size(), d.values().size()); i++) {
      LocalVariable variable = d.variables().get(i);
      if (d.values().get(i) instanceof Expression.Function && !variable.isReassigned()) {
        method.type().markFunction(variable);
      }
    }
  }

  void declare(Statement.LocalFunction f) {
    LocalVariable variable = f.variable();
    method.variables().declare(variable);
    if (variable.isShared()) {
      code.nil();
      method.variables().initialize(variable);
      method.expressions().closure(f.body());
      method.variables().store(variable);
      return;
    }
    method.expressions().closure(f.body(), variable);
    method.variables().initialize(variable);
    if (!variable.isReassigned()) {
      method.type().markFunction(variable);
    }
  }

  /** Initializes variables with the results of one call or the varargs. */
  private void spread(List<LocalVariable> variables, Expression values) {
    int source = code.temp();
    boolean varargs = loadSeveral(values);
    code.store(source);
    for (int i = 0; i < variables.size(); i++) {
      code.load(source);
      at(i, varargs);
      method.variables().initialize(variables.get(i));
    }
  }

  /** Pushes varargs as an array or a finished result; answers whether it is the array. */
  private boolean loadSeveral(Expression values) {
    if (values instanceof Expression.Vararg) {
      code.load(method.varargs());
      return true;
    }
    method.calls().resolved(values);
    return false;
  }

  private void at(int index, boolean varargs) {
    code.constant(index);
    code.invokeStatic(
        Descriptors.SUPPORT,
        "at",
        varargs ? Descriptors.type(Descriptors.OBJECT, Descriptors.OBJECTS, Descriptors.INT) : AT);
  }

  /** Evaluates for the effects only. */
  private void drop(Expression e) {
    method.expressions().object(e);
    code.stack(Opcode.POP);
  }

  /** Evaluates a list into three locals: the head of a generic for. */
  void three(List<Expression> list, int... slots) {
    for (int i = 0; i < list.size(); i++) {
      Expression e = list.get(i);
      if (i == list.size() - 1 && e.isMultiple() && i < slots.length - 1) {
        int source = code.temp();
        boolean varargs = loadSeveral(e);
        code.store(source);
        for (int j = i; j < slots.length; j++) {
          code.load(source);
          at(j - i, varargs);
          code.store(slots[j]);
        }
        return;
      }
      if (i < slots.length) {
        method.expressions().object(e);
        code.store(slots[i]);
      } else {
        drop(e);
      }
    }
    for (int i = list.size(); i < slots.length; i++) {
      code.nil();
      code.store(slots[i]);
    }
  }

  // ---- one target ----

  /** Evaluates a value into a local variable in the cheapest form that its place takes. */
  private void assign(LocalVariable variable, Expression value, boolean fresh) {
    int mark = code.mark();
    int type = method.types().type(value);
    switch (method.variables().place(variable)) {
      case Place.Unboxed u -> {
        method.expressions().number(value);
        code.store(TypeKind.DOUBLE, u.slot());
      }
      case Place.Whole i -> {
        method.expressions().integer(value);
        code.store(TypeKind.LONG, i.slot());
      }
      case Place.Split s -> assignSplit(s, value, type);
      default -> {
        method.expressions().object(value);
        if (fresh) {
          method.variables().initialize(variable);
        } else {
          method.variables().store(variable);
        }
      }
    }
    code.release(mark);
  }

  private void assignSplit(Place.Split place, Expression value, int type) {
    if (NumberTypes.isNumber(type)) {
      method.expressions().number(value);
      method.variables().storeNumberInSplit(place);
    } else if (value instanceof Expression.Binary b && b.operator().isArithmetic()) {
      method.operators().arithmeticInto(b, place);
    } else if (method.operators().isNumberCall(value)) {
      method.numberCalls().into((Expression.Call) value, place);
    } else if (isSplit(value)) {
      move(method.operators().numeric(value), place);
    } else {
      method.expressions().object(value);
      method.variables().storeSplit(place);
    }
  }

  /** Whether evaluation as an operand keeps a number unboxed. */
  private boolean isSplit(Expression e) {
    if (e instanceof Expression.Local l) {
      return method.variables().place(l.variable()) instanceof Place.Split;
    }
    return e instanceof Expression.Index;
  }

  private void move(Operand operand, Place.Split place) {
    if (operand instanceof Operand.Split s) {
      code.load(TypeKind.DOUBLE, s.number());
      code.load(s.object());
      code.store(place.object());
      code.store(TypeKind.DOUBLE, place.number());
    } else if (operand.isNumber()) {
      method.operators().loadNumber(operand);
      method.variables().storeNumberInSplit(place);
    } else {
      method.operators().loadObject(operand);
      method.variables().storeSplit(place);
    }
  }

  void assign(Statement.Assignment a) {
    if (a.targets().size() > 1 || a.values().size() > 1) {
      assignSeveral(a);
      return;
    }
    Expression first = a.values().getFirst();
    int mark = code.mark();
    switch (a.targets().getFirst()) {
      case Expression.Local l -> assign(l.variable(), first, false);
      case Expression.Index i -> method.access().write(i, first, a.line());
      case Expression.Upvalue u -> {
        method.expressions().object(first);
        method.variables().storeUpvalue(u.index());
      }
      case Expression.Global g -> {
        method.expressions().object(first);
        code.line(a.line());
        method.access().setGlobal(g);
      }
      default -> throw new IllegalStateException("no target: " + a);
    }
    code.release(mark);
  }

  // ---- several targets ----

  /** An indexed target with its table and key evaluated. */
  private record Target(@Nullable Operand object, @Nullable Operand key) {}

  private void assignSeveral(Statement.Assignment a) {
    int mark = code.mark();
    List<Target> targets = new ArrayList<>();
    for (Expression target : a.targets()) {
      targets.add(prepare(target, a));
    }
    List<Operand> values = values(a);
    for (int i = targets.size() - 1; i >= 0; i--) {
      set(a.targets().get(i), targets.get(i), values.get(i), a.line());
    }
    code.release(mark);
  }

  private Target prepare(Expression target, Statement.Assignment a) {
    if (!(target instanceof Expression.Index i)) {
      return new Target(null, null);
    }
    Operand object = stable(i.object(), a);
    return new Target(object, i.key() instanceof Expression.Str ? null : stable(i.key(), a));
  }

  /** An operand that keeps its value when the statement assigns the variable it comes from. */
  private Operand stable(Expression e, Statement.Assignment a) {
    boolean assigned =
        e instanceof Expression.Local l
            && a.targets().stream()
                .anyMatch(t -> t instanceof Expression.Local m && m.variable() == l.variable());
    return assigned ? copied(e) : method.operators().operand(e);
  }

  private Operand copied(Expression e) {
    method.expressions().object(e);
    int slot = code.temp();
    code.store(slot);
    return new Operand.Any(slot);
  }

  private List<Operand> values(Statement.Assignment a) {
    List<Operand> all = new ArrayList<>();
    List<Expression> values = a.values();
    int wanted = a.targets().size();
    for (int i = 0; i < values.size(); i++) {
      Expression value = values.get(i);
      if (i >= wanted) {
        drop(value);
      } else if (i == values.size() - 1 && value.isMultiple() && wanted > values.size()) {
        spread(value, wanted - i, all);
      } else {
        all.add(value(value));
      }
    }
    while (all.size() < wanted) {
      code.nil();
      int slot = code.temp();
      code.store(slot);
      all.add(new Operand.Any(slot));
    }
    return all;
  }

  /** Evaluates a value into temporaries, numbers unboxed. */
  private Operand value(Expression e) {
    if (!(e instanceof Expression.Local)) {
      return method.operators().operand(e);
    }
    int type = method.types().type(e);
    if (NumberTypes.isInteger(type)) {
      method.expressions().integer(e);
      int slot = code.allocate(TypeKind.LONG);
      code.store(TypeKind.LONG, slot);
      return new Operand.Whole(slot);
    }
    if (NumberTypes.isNumber(type)) {
      method.expressions().number(e);
      int slot = code.allocate(TypeKind.DOUBLE);
      code.store(TypeKind.DOUBLE, slot);
      return new Operand.Unboxed(slot);
    }
    if (isSplit(e)) {
      Place.Split copy = method.variables().split();
      move(method.operators().operand(e), copy);
      return new Operand.Split(copy.number(), copy.object());
    }
    return copied(e);
  }

  private void spread(Expression values, int count, List<Operand> into) {
    int source = code.temp();
    boolean varargs = loadSeveral(values);
    code.store(source);
    for (int i = 0; i < count; i++) {
      code.load(source);
      at(i, varargs);
      int slot = code.temp();
      code.store(slot);
      into.add(new Operand.Any(slot));
    }
  }

  private void set(Expression target, Target prepared, Operand value, int line) {
    switch (target) {
      case Expression.Local l -> setLocal(l.variable(), value);
      case Expression.Upvalue u -> {
        method.operators().loadObject(value);
        method.variables().storeUpvalue(u.index());
      }
      case Expression.Global g -> {
        method.operators().loadObject(value);
        code.line(line);
        method.access().setGlobal(g);
      }
      case Expression.Index i -> {
        int mark = code.mark();
        Operand object = Objects.requireNonNull(prepared.object());
        method.access().write(i, object, prepared.key(), value, line);
        code.release(mark);
      }
      default -> throw new IllegalStateException("no target: " + target);
    }
  }

  private void setLocal(LocalVariable variable, Operand value) {
    switch (method.variables().place(variable)) {
      case Place.Unboxed u -> {
        method.operators().loadNumber(value);
        code.store(TypeKind.DOUBLE, u.slot());
      }
      case Place.Whole i -> {
        if (value instanceof Operand.Whole n) {
          code.load(TypeKind.LONG, n.slot());
        } else {
          method.operators().loadNumber(value);
          code.convert(TypeKind.DOUBLE, TypeKind.LONG);
        }
        code.store(TypeKind.LONG, i.slot());
      }
      case Place.Split s -> move(value, s);
      default -> {
        method.operators().loadObject(value);
        method.variables().store(variable);
      }
    }
  }
}
