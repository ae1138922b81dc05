package io.perigee.lua.compile;

import io.perigee.lua.syntax.Expression;
import io.perigee.lua.value.NumberFold;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Calls of functions that are named like the library's functions of numbers, where a number is
 * wanted. When the function is one of them and the arguments are numbers, its operator is called,
 * so that neither arguments nor result are boxed; else the call is one like others.
 */
final class NumberCalls {
  private static final int MAX_ARGUMENTS = 3;
  private static final Set<String> MATH =
      Set.of(
          "abs", "ceil", "floor", "sqrt", "max", "min", "fmod", "pow", "sin", "cos", "tan", "asin",
          "acos", "atan", "atan2", "exp");
  private static final Set<String> BIT =
      Set.of(
          "tobit", "bnot", "bswap", "band", "bor", "bxor", "lshift", "rshift", "arshift", "rol",
          "ror");

  private static final ClassDesc OF_ONE = Descriptors.of(DoubleUnaryOperator.class);
  private static final ClassDesc OF_TWO = Descriptors.of(DoubleBinaryOperator.class);
  private static final ClassDesc OF_MORE = Descriptors.of(NumberFold.class);
  private static final MethodTypeDesc ONE =
      Descriptors.type(Descriptors.DOUBLE, Descriptors.DOUBLE);
  private static final MethodTypeDesc TWO =
      Descriptors.type(Descriptors.DOUBLE, Descriptors.DOUBLE, Descriptors.DOUBLE);

  private final MethodContext method;
  private final Code code;

  NumberCalls(MethodContext method) {
    this.method = method;
    this.code = method.code();
  }

  /** Whether an expression is such a call. */
  static boolean is(Expression e) {
    if (!(e instanceof Expression.Call c)
        || c.arguments().isEmpty()
        || c.arguments().size() > MAX_ARGUMENTS
        || Expressions.isOpen(c.arguments())) {
      return false;
    }
    String name = Names.plain(c.function());
    return MATH.contains(name) || BIT.contains(name);
  }

  /** Evaluates such a call. */
  Operand.Split operand(Expression.Call c) {
    Place.Split result = method.variables().split();
    into(c, result);
    return new Operand.Split(result.number(), result.object());
  }

  /** Evaluates such a call into a split place. */
  void into(Expression.Call c, Place.Split result) {
    int mark = code.mark();
    Label slow = code.label();
    Label end = code.label();
    int function = code.temp();
    method.expressions().object(c.function());
    code.store(function);
    List<Operand> arguments = new ArrayList<>();
    c.arguments().forEach(a -> arguments.add(method.operators().numeric(a)));
    code.line(c.line());
    fast(function, arguments, slow);
    method.variables().storeNumberInSplit(result);
    code.jump(end);
    code.bind(slow);
    slow(c, function, arguments);
    method.variables().storeSplit(result);
    code.bind(end);
    code.release(mark);
  }

  private void fast(int function, List<Operand> arguments, Label slow) {
    Operators operators = method.operators();
    int count = arguments.size();
    ClassDesc type = count == 1 ? OF_ONE : count == 2 ? OF_TWO : OF_MORE;
    code.load(function);
    code.isInstance(type);
    code.branch(Opcode.IFEQ, slow);
    arguments.forEach(a -> operators.test(a, slow));
    code.load(function);
    code.cast(type);
    if (count == 1) {
      operators.loadNumber(arguments.getFirst());
      code.invokeInterface(type, "applyAsDouble", ONE);
      return;
    }
    operators.loadNumber(arguments.getFirst());
    operators.loadNumber(arguments.get(1));
    code.invokeInterface(type, "applyAsDouble", TWO);
    if (count > 2) {
      int sum = code.allocate(TypeKind.DOUBLE);
      code.store(TypeKind.DOUBLE, sum);
      code.load(function);
      code.cast(type);
      code.load(TypeKind.DOUBLE, sum);
      operators.loadNumber(arguments.get(2));
      code.invokeInterface(type, "applyAsDouble", TWO);
    }
  }

  private void slow(Expression.Call c, int function, List<Operand> arguments) {
    code.line(c.line());
    code.load(function);
    method.calls().checkFunction();
    code.cast(Descriptors.FUNCTION);
    arguments.forEach(method.operators()::loadObject);
    code.line(c.line());
    Code.Site site = new Code.Site(Collections.singletonList(Names.of(c.function())), false);
    code.invokeVirtual(Descriptors.FUNCTION, "invoke", Descriptors.invoke(arguments.size()), site);
    method.calls().first(site);
  }
}
