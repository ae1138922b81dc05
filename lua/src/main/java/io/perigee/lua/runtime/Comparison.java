package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Metamethod;
import io.perigee.lua.value.Userdata;

/** The relational operators (Lua manual 2.5.2). */
@SuppressWarnings("ReferenceEquality") // equality of Lua objects is identity
public final class Comparison {
  private Comparison() {}

  /** {@code ==}, with {@code __eq} of two tables or two userdata that share the handler. */
  public static boolean eq(Object a, Object b) {
    if (a == b) {
      return !(a instanceof Double d) || !d.isNaN();
    }
    if (a instanceof Double x) {
      return b instanceof Double y && x.doubleValue() == y.doubleValue();
    }
    if (a instanceof LuaString s) {
      return b instanceof LuaString t && s.contentEquals(t);
    }
    return a instanceof LuaTable x
        ? b instanceof LuaTable y && eqByHandler(x, y, x.metatable(), y.metatable())
        : a instanceof Userdata u
            && b instanceof Userdata v
            && eqByHandler(u, v, u.metatable(), v.metatable());
  }

  /** {@code ==} with a number. */
  public static boolean eq(Object a, double b) {
    return a instanceof Double d && d == b;
  }

  /** Equality without metamethods (rawequal). */
  public static boolean rawEquals(Object a, Object b) {
    if (a == b) {
      return !(a instanceof Double d) || !d.isNaN();
    }
    if (a instanceof Double x) {
      return b instanceof Double y && x.doubleValue() == y.doubleValue();
    }
    return a instanceof LuaString s && b instanceof LuaString t && s.contentEquals(t);
  }

  private static boolean eqByHandler(Object a, Object b, LuaTable first, LuaTable second) {
    Object handler = Metamethod.EQ.of(first);
    if (handler == null) {
      return false;
    }
    if (first != second && !rawEquals(handler, Metamethod.EQ.of(second))) {
      return false;
    }
    return Conversions.isTruthy(Calls.metamethod(handler, a, b));
  }

  /** {@code a < b}. */
  public static boolean lt(Object a, Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      return x < y;
    }
    if (a instanceof LuaString x && b instanceof LuaString y) {
      return x.compareTo(y) < 0;
    }
    return ordered(Metamethod.LT, a, b);
  }

  /** {@code a <= b}; without {@code __le} it is {@code not (b < a)}. */
  public static boolean le(Object a, Object b) {
    if (a instanceof Double x && b instanceof Double y) {
      return x <= y;
    }
    if (a instanceof LuaString x && b instanceof LuaString y) {
      return x.compareTo(y) <= 0;
    }
    Object handler = commonHandler(Metamethod.LE, a, b);
    if (handler != null) {
      return Conversions.isTruthy(Calls.metamethod(handler, a, b));
    }
    return !ordered(Metamethod.LT, b, a, a, b);
  }

  private static boolean ordered(Metamethod event, Object a, Object b) {
    return ordered(event, a, b, a, b);
  }

  /** The last two operands are those that an error names, in their order in the source. */
  private static boolean ordered(Metamethod event, Object a, Object b, Object left, Object right) {
    Object handler = commonHandler(event, a, b);
    if (handler == null) {
      throw OperandErrors.compare(left, right);
    }
    return Conversions.isTruthy(Calls.metamethod(handler, a, b));
  }

  /** Order needs the same handler on both sides, and operands of one type. */
  private static Object commonHandler(Metamethod event, Object a, Object b) {
    Object first = Metatables.handler(a, event);
    if (first == null) {
      return null;
    }
    Object second = Metatables.handler(b, event);
    return rawEquals(first, second) ? first : null;
  }
}
