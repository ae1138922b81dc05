package io.perigee.lua.syntax;

/** The operators of two operands, without {@code and}, {@code or} and concatenation. */
public enum BinaryOperator {
  /** Addition. */
  ADD,
  /** Subtraction. */
  SUB,
  /** Multiplication. */
  MUL,
  /** Division. */
  DIV,
  /** Modulo. */
  MOD,
  /** Exponentiation. */
  POW,
  /** Equality. */
  EQ,
  /** Inequality. */
  NE,
  /** Less than. */
  LT,
  /** Less than or equal. */
  LE,
  /** Greater than. */
  GT,
  /** Greater than or equal. */
  GE;

  /** Whether the result is a number, metamethods apart. */
  public boolean isArithmetic() {
    return compareTo(POW) <= 0;
  }

  /** The result for two numbers, as Lua computes it. */
  public double apply(double a, double b) {
    return switch (this) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MOD -> a - Math.floor(a / b) * b;
      case POW -> Math.pow(a, b);
      default -> throw new IllegalStateException("no arithmetic: " + this);
    };
  }
}
