package io.perigee.lua.compile;

/** Where a local variable lives during its scope. */
sealed interface Place {
  /** A local of the method that holds any value. */
  record Boxed(int slot) implements Place {}

  /** A double local: the variable is proved to hold numbers only. */
  record Unboxed(int slot) implements Place {}

  /** A long local: the variable is proved to hold integers only. */
  record Whole(int slot) implements Place {}

  /**
   * A double and an object: the value is the number while the object is null, else the object, with
   * {@link Support#NIL} for nil.
   */
  record Split(int number, int object) implements Place {}

  /** A local that holds the {@link Cell} of a variable which inner functions see change. */
  record Shared(int slot) implements Place {}

  /** An element of the frame array of a function that is spread over several methods. */
  record Framed(int index, boolean shared) implements Place {}
}
