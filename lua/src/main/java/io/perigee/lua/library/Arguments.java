package io.perigee.lua.library;

import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.NumberText;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;

/**
 * Checks and converts the arguments of library functions, with the errors of LuaJIT ({@code bad
 * argument #1 to 'insert' (table expected, got nil)}). Indexes count from 0 and appear in messages
 * from 1. The forms without an array take the value, its index and how many arguments were given.
 */
final class Arguments {
  /** What a fixed-arity function says is the number of its arguments when there are more. */
  static final int MANY = Integer.MAX_VALUE;

  private static final String UNNAMED = "?";

  private Arguments() {}

  /** The argument at an index, nil when it was not given. */
  static Object at(Object[] args, int index) {
    return index < args.length ? args[index] : null;
  }

  /** Any value, but it must have been given. */
  static Object any(Object[] args, int index) {
    if (index >= args.length) {
      throw missingValue(index);
    }
    return args[index];
  }

  static LuaError missingValue(int index) {
    return error(index, "value expected");
  }

  static LuaError error(int index, String message) {
    return LuaError.argument(index + 1, UNNAMED, message);
  }

  static LuaError wrongType(Object value, int index, int given, String expected) {
    return index < given
        ? LuaError.typeError(index + 1, UNNAMED, expected, value)
        : LuaError.missing(index + 1, UNNAMED, expected);
  }

  static LuaString string(Object[] args, int index) {
    return string(at(args, index), index, args.length);
  }

  static LuaString string(Object value, int index, int given) {
    if (value instanceof LuaString s) {
      return s;
    }
    if (value instanceof Double d) {
      return NumberText.format(d);
    }
    throw wrongType(value, index, given, "string");
  }

  static LuaString optionalString(Object[] args, int index, LuaString otherwise) {
    return at(args, index) == null ? otherwise : string(args, index);
  }

  static double number(Object[] args, int index) {
    return number(at(args, index), index, args.length);
  }

  static double number(Object value, int index, int given) {
    if (value instanceof Double d) {
      return d;
    }
    Double converted = value instanceof LuaString s ? NumberText.parse(s) : null;
    if (converted == null) {
      throw wrongType(value, index, given, "number");
    }
    return converted;
  }

  static double optionalNumber(Object[] args, int index, double otherwise) {
    return at(args, index) == null ? otherwise : number(args, index);
  }

  static int integer(Object[] args, int index) {
    return toInteger(number(args, index));
  }

  static int integer(Object value, int index, int given) {
    return toInteger(number(value, index, given));
  }

  static int optionalInteger(Object[] args, int index, int otherwise) {
    return at(args, index) == null ? otherwise : integer(args, index);
  }

  static int optionalInteger(Object value, int index, int otherwise) {
    return value == null ? otherwise : toInteger(number(value, index, MANY));
  }

  /** A number as a 32-bit integer: truncated; the lowest one outside the range, as on x86-64. */
  static int toInteger(double x) {
    int i = (int) x;
    if (i == x) {
      return i;
    }
    return x > -2147483649.0 && x < 2147483648.0 ? i : Integer.MIN_VALUE;
  }

  static LuaTable table(Object[] args, int index) {
    return table(at(args, index), index, args.length);
  }

  static LuaTable table(Object value, int index, int given) {
    if (value instanceof LuaTable t) {
      return t;
    }
    throw wrongType(value, index, given, "table");
  }

  static LuaFunction function(Object[] args, int index) {
    if (at(args, index) instanceof LuaFunction f) {
      return f;
    }
    throw wrongType(at(args, index), index, args.length, "function");
  }

  /** One of some words, by its position; a default where the argument is nil and one is given. */
  static int option(Object[] args, int index, String otherwise, String... words) {
    Object value = at(args, index);
    String word = value == null && otherwise != null ? otherwise : string(args, index).toString();
    for (int i = 0; i < words.length; i++) {
      if (words[i].equals(word)) {
        return i;
      }
    }
    throw error(index, "invalid option '" + word + "'");
  }

  /** The boolean sense of an optional argument. */
  static boolean truthy(Object[] args, int index) {
    return Conversions.isTruthy(at(args, index));
  }
}
