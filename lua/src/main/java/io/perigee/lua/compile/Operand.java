package io.perigee.lua.compile;

/** An evaluated operand of arithmetic or comparison that can be loaded more than once. */
sealed interface Operand {
  /** A number known when compiling. */
  record Constant(double value) implements Operand {}

  /** A double local. */
  record Unboxed(int slot) implements Operand {}

  /** A long local. */
  record Whole(int slot) implements Operand {}

  /** An object local. */
  record Any(int slot) implements Operand {}

  /** A double and an object local, as {@link Place.Split}. */
  record Split(int number, int object) implements Operand {}

  /** Whether it is a number without a test. */
  default boolean isNumber() {
    return !(this instanceof Any || this instanceof Split);
  }
}
