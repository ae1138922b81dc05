package io.perigee.lua.runtime;

import io.perigee.lua.value.Metamethod;

/**
 * The arithmetic operators (Lua manual 2.5.1): numbers first, then strings that denote numbers,
 * then metamethods. Generated code computes with numbers itself and comes here for the rest.
 */
public final class Arithmetic {
  private Arithmetic() {}

  /** {@code a + b}. */
  public static Object add(Object a, Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      return x + y;
    }
    return other(Metamethod.ADD, a, b);
  }

  /** {@code a + b}. */
  public static Object add(Object a, double b) {
    return a instanceof Double x ? (Object) (x + b) : other(Metamethod.ADD, a, b);
  }

  /** {@code a + b}. */
  public static Object add(double a, Object b) {
    return b instanceof Double y ? (Object) (a + y) : other(Metamethod.ADD, a, b);
  }

  /** {@code a - b}. */
  public static Object sub(Object a, Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      return x - y;
    }
    return other(Metamethod.SUB, a, b);
  }

  /** {@code a - b}. */
  public static Object sub(Object a, double b) {
    return a instanceof Double x ? (Object) (x - b) : other(Metamethod.SUB, a, b);
  }

  /** {@code a - b}. */
  public static Object sub(double a, Object b) {
    return b instanceof Double y ? (Object) (a - y) : other(Metamethod.SUB, a, b);
  }

  /** {@code a * b}. */
  public static Object mul(Object a, Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      return x * y;
    }
    return other(Metamethod.MUL, a, b);
  }

  /** {@code a * b}. */
  public static Object mul(Object a, double b) {
    return a instanceof Double x ? (Object) (x * b) : other(Metamethod.MUL, a, b);
  }

  /** {@code a * b}. */
  public static Object mul(double a, Object b) {
    return b instanceof Double y ? (Object) (a * y) : other(Metamethod.MUL, a, b);
  }

  /** {@code a / b}. */
  public static Object div(Object a, Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      return x / y;
    }
    return other(Metamethod.DIV, a, b);
  }

  /** {@code a / b}. */
  public static Object div(Object a, double b) {
    return a instanceof Double x ? (Object) (x / b) : other(Metamethod.DIV, a, b);
  }

  /** {@code a / b}. */
  public static Object div(double a, Object b) {
    return b instanceof Double y ? (Object) (a / y) : other(Metamethod.DIV, a, b);
  }

  /** {@code a % b}. */
  public static Object mod(Object a, Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      return mod(x.doubleValue(), y.doubleValue());
    }
    return other(Metamethod.MOD, a, b);
  }

  /** {@code a % b}. */
  public static Object mod(Object a, double b) {
    return a instanceof Double x ? (Object) mod(x.doubleValue(), b) : other(Metamethod.MOD, a, b);
  }

  /** {@code a % b}. */
  public static Object mod(double a, Object b) {
    return b instanceof Double y ? (Object) mod(a, y.doubleValue()) : other(Metamethod.MOD, a, b);
  }

  /** {@code a ^ b}. */
  public static Object pow(Object a, Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      return pow(x.doubleValue(), y.doubleValue());
    }
    return other(Metamethod.POW, a, b);
  }

  /** {@code a ^ b}. */
  public static Object pow(Object a, double b) {
    return a instanceof Double x ? (Object) pow(x.doubleValue(), b) : other(Metamethod.POW, a, b);
  }

  /** {@code a ^ b}. */
  public static Object pow(double a, Object b) {
    return b instanceof Double y ? (Object) pow(a, y.doubleValue()) : other(Metamethod.POW, a, b);
  }

  /** {@code -a}; a metamethod gets the operand twice. */
  public static Object unm(Object a) {
    if (a instanceof Double x) {
      return -x;
    }
    Double number = Conversions.toNumber(a);
    if (number != null) {
      return -number;
    }
    Object handler = Metatables.handler(a, Metamethod.UNM);
    if (handler == null) {
      throw OperandErrors.arithmetic(a, a);
    }
    return Calls.metamethod(handler, a, a);
  }

  /**
   * The remainder with the sign of the divisor: {@code a - floor(a / b) * b}, as Lua defines it.
   */
  public static double mod(double a, double b) {
    int x = (int) a;
    int y = (int) b;
    if (x == a && y == b && x > 0 && y > 0) {
      return x % y;
    }
    return a - Math.floor(a / b) * b;
  }

  /** The power as C's {@code pow} computes it, which differs from Java's for 1 and -1. */
  public static double pow(double a, double b) {
    if (b == 2) {
      return a * a;
    }
    if (b == 0.5 && a > 0) {
      return Math.sqrt(a);
    }
    if (a == 1 || (a == -1 && Double.isInfinite(b))) {
      return 1;
    }
    return Math.pow(a, b);
  }

  private static Object other(Metamethod event, Object a, Object b) {
    Double x = Conversions.toNumber(a);
    Double y = Conversions.toNumber(b);
    if (x != null && y != null) {
      return compute(event, x, y);
    }
    Object handler = Metatables.handler(a, b, event);
    if (handler == null) {
      throw OperandErrors.arithmetic(a, b);
    }
    return Calls.metamethod(handler, a, b);
  }

  private static Object compute(Metamethod event, double x, double y) {
    return switch (event) {
      case ADD -> x + y;
      case SUB -> x - y;
      case MUL -> x * y;
      case DIV -> x / y;
      case MOD -> mod(x, y);
      case POW -> pow(x, y);
      default -> throw new IllegalArgumentException(event.name());
    };
  }
}
