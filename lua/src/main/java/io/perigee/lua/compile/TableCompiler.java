package io.perigee.lua.compile;

import io.perigee.lua.syntax.Expression;
import java.lang.classfile.Opcode;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Table constructors: lists and records at once, mixed ones entry by entry. */
final class TableCompiler {
  private static final int MAX_RECORD = 32;
  private static final int MAX_LIST = 1000;
  private static final int EXTRA_ARGUMENT = 3;
  private static final DirectMethodHandleDesc RECORD =
      ConstantDescs.ofCallsiteBootstrap(
          Descriptors.FIELD_SITES,
          "table",
          ConstantDescs.CD_CallSite,
          ConstantDescs.CD_String.arrayType());

  private final MethodContext method;
  private final Code code;

  TableCompiler(MethodContext method) {
    this.method = method;
    this.code = method.code();
  }

  /** Pushes a new table. */
  void table(Expression.Table t) {
    List<Expression> elements = new ArrayList<>();
    Set<Object> names = new HashSet<>();
    for (Expression.Item item : t.items()) {
      if (item.key() == null) {
        elements.add(item.value());
      } else if (item.key() instanceof Expression.Str s) {
        names.add(s.bytes());
      }
    }
    int size = t.items().size();
    if (size == 0) {
      code.create(Descriptors.TABLE);
      code.stack(Opcode.DUP);
      code.invokeConstructor(Descriptors.TABLE, Descriptors.type(Descriptors.VOID));
      return;
    }
    boolean large = method.outliner().isLarge(t);
    ConstructorPlan plan = ConstructorPlan.of(t.items(), large);
    boolean listed = elements.size() == size && size <= MAX_LIST && plan.fields() == 0;
    if (large) {
      mixed(t, plan);
    } else if (listed) {
      list(elements, plan.elements());
    } else if (names.size() == size && size <= MAX_RECORD && method.isRepeated()) {
      record(t);
    } else {
      mixed(t, plan);
    }
  }

  private void list(List<Expression> elements, int room) {
    if (Expressions.isOpen(elements)) {
      method.expressions().values(elements);
      code.constant(room);
      code.invokeStatic(
          Descriptors.SUPPORT,
          "list",
          Descriptors.type(Descriptors.TABLE, Descriptors.OBJECTS, Descriptors.INT));
    } else {
      method.expressions().array(elements, room);
      code.invokeStatic(
          Descriptors.TABLE, "ofArray", Descriptors.type(Descriptors.TABLE, Descriptors.OBJECTS));
    }
  }

  private void record(Expression.Table t) {
    List<ConstantDesc> keys = new ArrayList<>();
    for (Expression.Item item : t.items()) {
      method.expressions().object(item.value());
      if (item.key() instanceof Expression.Str s) {
        keys.add(s.bytes().toString());
      }
    }
    MethodTypeDesc type = MethodTypeDesc.of(Descriptors.TABLE);
    for (int i = 0; i < keys.size(); i++) {
      type = type.insertParameterTypes(0, Descriptors.OBJECT);
    }
    code.invokeDynamic(RECORD, "table", type, Code.Site.QUIET, keys.toArray(ConstantDesc[]::new));
  }

  private void mixed(Expression.Table t, ConstructorPlan plan) {
    int mark = code.mark();
    int table = code.temp();
    code.create(Descriptors.TABLE);
    code.stack(Opcode.DUP);
    ConstructorPlan begin = plan.first() == null ? plan : plan.first();
    code.constant(begin.elements());
    code.constant(begin.fields());
    code.invokeConstructor(
        Descriptors.TABLE, Descriptors.type(Descriptors.VOID, Descriptors.INT, Descriptors.INT));
    code.store(table);
    if (method.outliner().isLarge(t)) {
      method.outliner().entries(t, table);
    } else {
      if (plan.first() != null) {
        constants(t.items(), plan, table);
      }
      entries(new Entries(t.items(), true, plan.first() != null), table, 0, t.line());
    }
    code.load(table);
    code.release(mark);
  }

  /** Puts the constants into the table in a local, and makes room for the others. */
  private void constants(List<Expression.Item> items, ConstructorPlan plan, int table) {
    int count = 0;
    for (Expression.Item item : items) {
      count += item.key() == null ? 1 : 0;
      if (ConstructorPlan.isConstant(item)) {
        code.load(table);
        method.expressions().object(item.key() == null ? new Expression.Num(count) : item.key());
        method.expressions().object(item.value());
        code.invokeVirtual(
            Descriptors.TABLE,
            "put",
            Descriptors.type(Descriptors.VOID, Descriptors.OBJECT, Descriptors.OBJECT));
      }
    }
    code.load(table);
    code.constant(plan.elements());
    code.constant(plan.fields());
    code.invokeVirtual(
        Descriptors.TABLE,
        "reserve",
        Descriptors.type(Descriptors.VOID, Descriptors.INT, Descriptors.INT));
  }

  /** The piece of a large constructor: puts some of its entries into the table it is given. */
  void entries(List<Expression.Item> items, boolean last, int before, int line) {
    int mark = code.mark();
    int table = code.temp();
    code.load(EXTRA_ARGUMENT);
    code.cast(Descriptors.TABLE);
    code.store(table);
    entries(new Entries(items, last, false), table, before, line);
    code.release(mark);
  }

  /**
   * Entries of a constructor.
   *
   * @param isEnd whether the last of them ends the constructor, and may give several values
   * @param withoutConstants whether the constants are in the table already
   */
  private record Entries(List<Expression.Item> items, boolean isEnd, boolean withoutConstants) {}

  /** Puts entries into the table in a local, the first element at {@code before + 1}. */
  private void entries(Entries entries, int table, int before, int line) {
    List<Expression.Item> items = entries.items();
    int count = before;
    for (int i = 0; i < items.size(); i++) {
      Expression.Item item = items.get(i);
      boolean isOpen = entries.isEnd() && i == items.size() - 1 && item.value().isMultiple();
      if (item.key() == null && !isOpen) {
        count++;
      }
      if (entries.withoutConstants() && ConstructorPlan.isConstant(item)) {
        continue;
      }
      code.load(table);
      if (item.key() != null) {
        field(item.key(), item.value(), line);
      } else if (isOpen) {
        rest(item.value(), count);
      } else {
        element(count, item.value());
      }
    }
  }

  private void element(int index, Expression value) {
    code.constant(index);
    method.expressions().object(value);
    code.invokeVirtual(
        Descriptors.TABLE,
        "putInt",
        Descriptors.type(Descriptors.VOID, Descriptors.INT, Descriptors.OBJECT));
  }

  private void field(Expression key, Expression value, int line) {
    method.expressions().object(key);
    method.expressions().object(value);
    code.line(line);
    if (key instanceof Expression.Str) {
      code.invokeVirtual(
          Descriptors.TABLE,
          "putConstant",
          Descriptors.type(Descriptors.VOID, Descriptors.STRING, Descriptors.OBJECT));
    } else {
      code.invokeStatic(
          Descriptors.INDEXING,
          "setIndex",
          Descriptors.type(
              Descriptors.VOID, Descriptors.OBJECT, Descriptors.OBJECT, Descriptors.OBJECT));
    }
  }

  private void rest(Expression values, int count) {
    code.constant(count);
    boolean varargs = values instanceof Expression.Vararg;
    if (varargs) {
      code.load(method.varargs());
    } else {
      method.calls().raw(values);
    }
    code.invokeStatic(
        Descriptors.SUPPORT,
        "appendTo",
        Descriptors.type(
            Descriptors.VOID,
            Descriptors.TABLE,
            Descriptors.INT,
            varargs ? Descriptors.OBJECTS : Descriptors.OBJECT),
        CallCompiler.taking(values));
  }
}
