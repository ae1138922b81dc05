package io.perigee.lua.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of the tree. A {@code line} is the one that LuaJIT reports for an error of the
 * operation.
 */
public sealed interface Expression {
  /** Whether it may give any number of values: a call or {@code ...}. */
  default boolean isMultiple() {
    return false;
  }

  /** {@code nil}. */
  record Nil() implements Expression {}

  /** {@code true} or {@code false}. */
  record Bool(boolean value) implements Expression {}

  /** A number. */
  record Num(double value) implements Expression {}

  /** A string. */
  record Str(Bytes bytes) implements Expression {}

  /** {@code ...}. */
  record Vararg() implements Expression {
    @Override
    public boolean isMultiple() {
      return true;
    }
  }

  /** A function body as a value. */
  record Function(FunctionBody body) implements Expression {}

  /** A local variable of the function itself. */
  record Local(LocalVariable variable) implements Expression {}

  /** A local variable of an enclosing function; the index counts the function's upvalues. */
  record Upvalue(int index, LocalVariable variable) implements Expression {}

  /** A global variable. */
  record Global(Bytes name, int line) implements Expression {}

  /** {@code object[key]} and {@code object.key}. */
  record Index(Expression object, Expression key, int line) implements Expression {}

  /** A function call. */
  record Call(Expression function, List<Expression> arguments, int line) implements Expression {
    @Override
    public boolean isMultiple() {
      return true;
    }
  }

  /** {@code object:name(...)}. */
  record MethodCall(Expression object, Bytes name, List<Expression> arguments, int line)
      implements Expression {
    @Override
    public boolean isMultiple() {
      return true;
    }
  }

  /** Arithmetic or comparison. */
  record Binary(BinaryOperator operator, Expression left, Expression right, int line)
      implements Expression {}

  /** A unary operation. */
  record Unary(UnaryOperator operator, Expression operand, int line) implements Expression {}

  /** {@code left and right}. */
  record And(Expression left, Expression right) implements Expression {}

  /** {@code left or right}. */
  record Or(Expression left, Expression right) implements Expression {}

  /** {@code a .. b .. c}. */
  record Concat(List<Expression> parts, int line) implements Expression {}

  /** Parentheses around an expression of many values, which cut it to one. */
  record Single(Expression inner) implements Expression {}

  /** A table constructor. */
  record Table(List<Item> items, int line) implements Expression {}

  /**
   * One entry of a table constructor.
   *
   * @param key null for the next array element
   */
  record Item(@Nullable Expression key, Expression value) {}
}
