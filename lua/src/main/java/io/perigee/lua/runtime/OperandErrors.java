package io.perigee.lua.runtime;

/**
 * The errors of operators applied to wrong types, in LuaJIT's words, with the name of the operand
 * where the source has one.
 */
public final class OperandErrors {
  private OperandErrors() {}

  /** The error of calling a value that is no function. */
  public static LuaError call(Object value) {
    return wrongType("call", value, 0);
  }

  /** The error of a metamethod that is no function. */
  static LuaError handler(Object value) {
    return new LuaError("attempt to call a " + Conversions.typeName(value) + " value");
  }

  /** The error of indexing what {@code __index} or {@code __newindex} says, which has no name. */
  static LuaError indexHandler(Object value) {
    String type = Conversions.typeName(value);
    return located(CallStack.at(0), "attempt to index a " + type + " value");
  }

  /** The error of indexing a value that is no table, or setting a field of one. */
  public static LuaError index(Object value, Object key) {
    return wrongType("index", value, 0);
  }

  /** The error of {@code #} on a value that has no length. */
  public static LuaError length(Object value) {
    return wrongType("get length of", value, 0);
  }

  /** The error of arithmetic; the first operand that is no number is at fault. */
  public static LuaError arithmetic(Object a, Object b) {
    boolean second = Conversions.toNumber(a) != null;
    return wrongType("perform arithmetic on", second ? b : a, second ? 1 : 0);
  }

  /** The error of a concatenation of the operands with these indexes in the source expression. */
  public static LuaError concatenation(Object a, Object b, int indexOfFirst) {
    boolean second = Conversions.toLuaString(a) != null;
    return wrongType("concatenate", second ? b : a, indexOfFirst + (second ? 1 : 0));
  }

  /** The error of comparing values that have no order. */
  public static LuaError compare(Object a, Object b) {
    String first = Conversions.typeName(a);
    String second = Conversions.typeName(b);
    String text =
        first.equals(second)
            ? "attempt to compare two " + first + " values"
            : "attempt to compare " + first + " with " + second;
    return located(CallStack.at(0), text);
  }

  /** The position is that of the operator, which has none inside a host function. */
  private static LuaError located(Activation where, String text) {
    return new LuaError(where == null ? text : where.position() + text);
  }

  /** Variables that the compiler made are in parentheses; no message about a value has them. */
  private static String visible(String name) {
    return name == null || name.startsWith("local '(") ? null : name;
  }

  private static LuaError wrongType(String operation, Object value, int operand) {
    Activation where = CallStack.at(0);
    String name = where == null ? null : visible(where.operand(operand));
    String type = Conversions.typeName(value);
    String text =
        name == null
            ? "attempt to " + operation + " a " + type + " value"
            : "attempt to " + operation + " " + name + " (a " + type + " value)";
    return located(where, text);
  }
}
