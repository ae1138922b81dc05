package io.perigee.lua.runtime;

/** Checks the three values of a numeric for loop (Lua manual 2.4.5). */
public final class NumericFor {
  private NumericFor() {}

  /** The initial value as a number. */
  public static double start(Object value) {
    return number(value, "'for' initial value must be a number");
  }

  /** The limit as a number. */
  public static double limit(Object value) {
    return number(value, "'for' limit must be a number");
  }

  /** The step as a number. */
  public static double step(Object value) {
    return number(value, "'for' step must be a number");
  }

  private static double number(Object value, String message) {
    Double number = Conversions.toNumber(value);
    if (number == null) {
      throw LuaError.at(1, message);
    }
    return number;
  }
}
