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
    if (method.outliner().isLarge(t)) {
      mixed(t, elements.size());
    } else if (size > 0 && elements.size() == size && size <= MAX_LIST) {
      list(elements);
    } else if (size > 0 && names.size() == size && size <= MAX_RECORD && method.isRepeated()) {
      record(t);
    } else {
      mixed(t, elements.size());
    }
  }

  private void list(List<Expression> elements) {
    method.expressions().values(elements);
    boolean open = Expressions.isOpen(elements);
    code.invokeStatic(
        open ? Descriptors.SUPPORT : Descriptors.TABLE,
        open ? "list" : "ofArray",
        Descriptors.type(Descriptors.TABLE, Descriptors.OBJECTS));
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

  private void mixed(Expression.Table t, int elements) {
    int mark = code.mark();
    int table = code.temp();
    code.create(Descriptors.TABLE);
    code.stack(Opcode.DUP);
    code.constant(elements);
    code.constant(t.items().size() - elements);
    code.invokeConstructor(
        Descriptors.TABLE, Descriptors.type(Descriptors.VOID, Descriptors.INT, Descriptors.INT));
    code.store(table);
    if (method.outliner().isLarge(t)) {
      method.outliner().entries(t, table);
    } else {
      entries(t.items(), true, table, 0, t.line());
    }
    code.load(table);
    code.release(mark);
  }

  /** The piece of a large constructor: puts some of its entries into the table it is given. */
  void entries(List<Expression.Item> items, boolean last, int before, int line) {
    int mark = code.mark();
    int table = code.temp();
    code.load(EXTRA_ARGUMENT);
    code.cast(Descriptors.TABLE);
    code.store(table);
    entries(items, last, table, before, line);
    code.release(mark);
  }

  /** Puts entries into the table in a local, the first element at {@code before + 1}. */
  private void entries(List<Expression.Item> items, boolean last, int table, int before, int line) {
    int count = before;
    for (int i = 0; i < items.size(); i++) {
      Expression.Item item = items.get(i);
      Expression key = item.key();
      code.load(table);
      if (key != null) {
        field(key, item.value(), line);
      } else if (last && i == items.size() - 1 && item.value().isMultiple()) {
        rest(item.value(), count);
      } else {
        count++;
        code.constant(count);
        method.expressions().object(item.value());
        code.invokeVirtual(
            Descriptors.TABLE,
            "putInt",
            Descriptors.type(Descriptors.VOID, Descriptors.INT, Descriptors.OBJECT));
      }
    }
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
            varargs ? Descriptors.OBJECTS : Descriptors.OBJECT));
  }
}
