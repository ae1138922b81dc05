package io.perigee.lua.compile;

import io.perigee.lua.syntax.Expression;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reading and setting table fields and globals. Constant names go through the access sites of the
 * runtime where code is likely to run often.
 */
final class Access {
  private static final DirectMethodHandleDesc GET = bootstrap("get");
  private static final DirectMethodHandleDesc GET_NUMBER = bootstrap("number");
  private static final DirectMethodHandleDesc SET = bootstrap("set");
  private static final MethodTypeDesc NUMBER_OF_ANY =
      Descriptors.type(Descriptors.DOUBLE, Descriptors.OBJECT);
  private static final MethodTypeDesc SET_NUMBER_OF_ANY =
      Descriptors.type(Descriptors.VOID, Descriptors.OBJECT, Descriptors.DOUBLE);
  private static final MethodTypeDesc SET_OF_ANY =
      Descriptors.type(Descriptors.VOID, Descriptors.OBJECT, Descriptors.OBJECT);

  private final MethodContext method;
  private final Code code;

  Access(MethodContext method) {
    this.method = method;
    this.code = method.code();
  }

  private static DirectMethodHandleDesc bootstrap(String name) {
    return ConstantDescs.ofCallsiteBootstrap(
        Descriptors.FIELD_SITES, name, ConstantDescs.CD_CallSite, ConstantDescs.CD_String);
  }

  // ---- constant names ----

  /** Reads a field of the object on the stack, which comes from an expression. */
  void field(Expression.Str key, Expression from) {
    if (method.isRepeated()) {
      code.invokeDynamic(GET, "get", Descriptors.UNARY, Names.site(from), key.bytes().toString());
    } else {
      method.expressions().object(key);
      code.invokeStatic(
          Descriptors.INDEXING,
          "index",
          Descriptors.type(Descriptors.OBJECT, Descriptors.OBJECT, Descriptors.STRING),
          Names.site(from));
    }
  }

  /** Reads a field of the object on the stack as a number; NaN where another look is needed. */
  void numberField(Expression.Str key) {
    code.invokeDynamic(
        GET_NUMBER, "number", NUMBER_OF_ANY, Code.Site.QUIET, key.bytes().toString());
  }

  /** Sets a field: the table and the value are on the stack. */
  private void setField(Expression.Str key, Expression of) {
    if (method.isRepeated()) {
      code.invokeDynamic(SET, "set", SET_OF_ANY, Names.site(of), key.bytes().toString());
      return;
    }
    int mark = code.mark();
    int value = code.temp();
    code.store(value);
    method.expressions().object(key);
    code.load(value);
    code.invokeStatic(
        Descriptors.INDEXING,
        "setIndex",
        Descriptors.type(
            Descriptors.VOID, Descriptors.OBJECT, Descriptors.STRING, Descriptors.OBJECT),
        Names.site(of));
    code.release(mark);
  }

  private void environment() {
    code.loadThis();
    code.getField(Descriptors.COMPILED, "env", Descriptors.TABLE);
  }

  /** Pushes a global variable. */
  void global(Expression.Global g) {
    environment();
    code.line(g.line());
    if (method.isRepeated()) {
      code.invokeDynamic(GET, "get", Descriptors.UNARY, Code.Site.QUIET, g.name().toString());
    } else {
      field(new Expression.Str(g.name()), new Expression.Nil());
    }
  }

  /** Sets a global variable to the object on the stack. */
  void setGlobal(Expression.Global g) {
    environment();
    code.stack(Opcode.SWAP);
    if (method.isRepeated()) {
      code.invokeDynamic(SET, "set", SET_OF_ANY, Code.Site.QUIET, g.name().toString());
    } else {
      setField(new Expression.Str(g.name()), new Expression.Nil());
    }
  }

  // ---- any key ----

  /** Pushes {@code object[key]}. */
  void read(Expression.Index i) {
    int mark = code.mark();
    if (i.key() instanceof Expression.Str key) {
      method.expressions().object(i.object());
      code.line(i.line());
      field(key, i.object());
    } else if (NumberTypes.isInteger(method.types().type(i.key()))) {
      method.expressions().object(i.object());
      method.expressions().integer(i.key());
      code.line(i.line());
      indexInteger(i);
    } else {
      Operand[] both = method.operators().operands(i.object(), i.key());
      method.operators().loadObject(both[0]);
      code.line(i.line());
      index(i, both[1]);
    }
    code.release(mark);
  }

  private void indexInteger(Expression.Index i) {
    code.invokeStatic(
        Descriptors.SUPPORT,
        "index",
        Descriptors.type(Descriptors.OBJECT, Descriptors.OBJECT, Descriptors.LONG),
        Names.site(i.object()));
  }

  /** Reads the element of a key; the table is on the stack. */
  void index(Expression.Index i, Operand key) {
    code.line(i.line());
    if (key instanceof Operand.Whole integer) {
      code.load(TypeKind.LONG, integer.slot());
      indexInteger(i);
      return;
    }
    if (!(key instanceof Operand.Split)) {
      indexBy(i, method.operators().loadPlain(key));
      return;
    }
    Label other = code.label();
    Label end = code.label();
    method.operators().test(key, other);
    method.operators().loadNumber(key);
    indexBy(i, Descriptors.DOUBLE);
    code.jump(end);
    code.bind(other);
    method.operators().loadObject(key);
    indexBy(i, Descriptors.OBJECT);
    code.bind(end);
  }

  private void indexBy(Expression.Index i, ClassDesc type) {
    code.invokeStatic(
        Descriptors.INDEXING,
        "index",
        Descriptors.type(Descriptors.OBJECT, Descriptors.OBJECT, type),
        Names.site(i.object()));
  }

  /** {@code object[key] = value} where all three are expressions. */
  void write(Expression.Index i, Expression value, int line) {
    int mark = code.mark();
    if (i.key() instanceof Expression.Str key) {
      if (method.isRepeated() && isNumeric(value)) {
        Operand object = method.operators().operand(i.object());
        writeNumber(i, key, object, method.operators().operand(value), line);
      } else {
        method.expressions().object(i.object());
        method.expressions().object(value);
        code.line(line);
        setField(key, i.object());
      }
    } else if (isNumeric(value)) {
      writeNumber(i, value, line);
    } else if (NumberTypes.isInteger(method.types().type(i.key()))) {
      method.expressions().object(i.object());
      method.expressions().integer(i.key());
      method.expressions().object(value);
      code.line(line);
      setInteger(i);
    } else {
      Operand[] both = method.operators().operands(i.object(), i.key());
      method.operators().loadObject(both[0]);
      ClassDesc type = method.operators().loadPlain(both[1]);
      method.expressions().object(value);
      code.line(line);
      set(i, type);
    }
    code.release(mark);
  }

  /** {@code object[key] = value} where all three have been evaluated. */
  void write(Expression.Index i, Operand object, @Nullable Operand key, Operand value, int line) {
    boolean named = i.key() instanceof Expression.Str;
    if (named && method.isRepeated() && !(value instanceof Operand.Any)) {
      writeNumber(i, (Expression.Str) i.key(), object, value, line);
    } else if (key == null || value instanceof Operand.Any) {
      int mark = code.mark();
      int slot = code.temp();
      method.operators().loadObject(value);
      code.store(slot);
      write(i, object, key, slot, line);
      code.release(mark);
    } else {
      store(i, object, key, value, line);
    }
  }

  /** {@code object[key] = value} where all three have been evaluated, the value into a local. */
  private void write(
      Expression.Index i, Operand object, @Nullable Operand key, int value, int line) {
    code.line(line);
    method.operators().loadObject(object);
    if (i.key() instanceof Expression.Str name) {
      code.load(value);
      setField(name, i.object());
      return;
    }
    ClassDesc type = method.operators().loadPlain(Objects.requireNonNull(key));
    code.load(value);
    set(i, type);
  }

  /** Whether a value is probably a number that has not been boxed yet. */
  private boolean isNumeric(Expression value) {
    return switch (value) {
      case Expression.Num n -> true;
      case Expression.Binary b -> b.operator().isArithmetic();
      case Expression.Local l -> {
        Place place = method.variables().place(l.variable());
        yield place instanceof Place.Split || NumberTypes.isNumber(method.types().type(l));
      }
      case Expression.Index x -> !(x.key() instanceof Expression.Str);
      case Expression.Call c -> method.operators().isNumberCall(c);
      default -> NumberTypes.isNumber(method.types().type(value));
    };
  }

  /** Stores what is probably a number in a field without boxing it. */
  private void writeNumber(
      Expression.Index i, Expression.Str key, Operand object, Operand number, int line) {
    Operators operators = method.operators();
    Label slow = code.label();
    Label end = code.label();
    code.line(line);
    operators.test(number, slow);
    operators.loadObject(object);
    operators.loadNumber(number);
    code.invokeDynamic(
        SET, "set", SET_NUMBER_OF_ANY, Names.site(i.object()), key.bytes().toString());
    if (code.isTarget(slow)) {
      code.jump(end);
      code.bind(slow);
      operators.loadObject(object);
      operators.loadObject(number);
      setField(key, i.object());
      code.bind(end);
    }
  }

  /** Stores a number without boxing it. */
  private void writeNumber(Expression.Index i, Expression value, int line) {
    Operators operators = method.operators();
    Operand[] both = operators.operands(i.object(), i.key());
    store(i, both[0], both[1], operators.operand(value), line);
  }

  private void store(Expression.Index i, Operand object, Operand key, Operand number, int line) {
    Operators operators = method.operators();
    code.line(line);
    Label slow = code.label();
    Label end = code.label();
    operators.test(number, slow);
    if (key instanceof Operand.Split) {
      operators.test(key, slow);
    }
    operators.loadObject(object);
    ClassDesc keyType = loadKey(key);
    operators.loadNumber(number);
    code.invokeStatic(
        Descriptors.SUPPORT,
        "setIndex",
        Descriptors.type(Descriptors.VOID, Descriptors.OBJECT, keyType, Descriptors.DOUBLE),
        Names.site(i.object()));
    if (code.isTarget(slow)) {
      code.jump(end);
      code.bind(slow);
      operators.loadObject(object);
      ClassDesc type = operators.loadPlain(key);
      operators.loadObject(number);
      set(i, type);
      code.bind(end);
    }
  }

  private ClassDesc loadKey(Operand key) {
    if (key instanceof Operand.Whole whole) {
      code.load(TypeKind.LONG, whole.slot());
      return Descriptors.LONG;
    }
    if (key instanceof Operand.Split) {
      method.operators().loadNumber(key);
      return Descriptors.DOUBLE;
    }
    return method.operators().loadPlain(key);
  }

  private void setInteger(Expression.Index i) {
    code.invokeStatic(
        Descriptors.SUPPORT,
        "setIndex",
        Descriptors.type(
            Descriptors.VOID, Descriptors.OBJECT, Descriptors.LONG, Descriptors.OBJECT),
        Names.site(i.object()));
  }

  private void set(Expression.Index i, ClassDesc keyType) {
    code.invokeStatic(
        Descriptors.INDEXING,
        "setIndex",
        Descriptors.type(Descriptors.VOID, Descriptors.OBJECT, keyType, Descriptors.OBJECT),
        Names.site(i.object()));
  }
}
