package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.LuaThread;
import io.perigee.lua.value.Metamethod;
import io.perigee.lua.value.Userdata;

/** Conversions between types (Lua manual 2.2.1) and the functions that rest on them. */
@SuppressWarnings("ReferenceEquality") // there are two booleans
public final class Conversions {
  private static final LuaString NIL = LuaString.intern("nil");
  private static final LuaString TRUE = LuaString.intern("true");
  private static final LuaString FALSE = LuaString.intern("false");

  private Conversions() {}

  /** Whether a condition holds: everything but nil and false. */
  public static boolean isTruthy(Object value) {
    return value != null && value != Boolean.FALSE;
  }

  /** The number a value is or, being a string, denotes; nil otherwise. */
  public static Double toNumber(Object value) {
    if (value instanceof Double d) {
      return d;
    }
    return value instanceof LuaString s ? NumberText.parse(s) : null;
  }

  /** The string a value is or, being a number, is written as; nil otherwise. */
  public static LuaString toLuaString(Object value) {
    if (value instanceof LuaString s) {
      return s;
    }
    return value instanceof Double d ? NumberText.format(d) : null;
  }

  /** The result of the function {@code tostring}: {@code __tostring} first. */
  public static Object tostring(Object value) {
    if (value instanceof LuaString s) {
      return s;
    }
    if (value instanceof Double d) {
      return NumberText.format(d);
    }
    Object handler = Metatables.handler(value, Metamethod.TOSTRING);
    return handler == null ? rawToString(value) : Calls.first(handler, value);
  }

  /** The text of a value without metamethods. */
  public static LuaString rawToString(Object value) {
    return switch (value) {
      case null -> NIL;
      case LuaString s -> s;
      case Double d -> NumberText.format(d);
      case Boolean b -> b ? TRUE : FALSE;
      default -> LuaString.of(typeName(value) + ": " + address(value));
    };
  }

  /** The address that {@code tostring} shows for an object: stable, and unique nearly always. */
  public static String address(Object value) {
    if (value instanceof Userdata u && u.isNullPointer()) {
      return "NULL";
    }
    return String.format("0x7f%010x", (System.identityHashCode(value) & 0xffffffffL) << 3);
  }

  /** The name of a value's type, as the function {@code type} gives it. */
  public static String typeName(Object value) {
    return switch (value) {
      case null -> "nil";
      case Boolean b -> "boolean";
      case Double d -> "number";
      case LuaString s -> "string";
      case LuaTable t -> "table";
      case LuaFunction f -> "function";
      case LuaThread t -> "thread";
      case Userdata u -> "userdata";
      default -> "cdata";
    };
  }
}
