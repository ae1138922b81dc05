package io.perigee.lua.compile;

import org.jspecify.annotations.Nullable;

/** The shared place of a local variable that inner functions see change (an open upvalue). */
public final class Cell {
  /** The value. */
  public @Nullable Object value;

  /** A cell that holds nil. */
  public Cell() {}

  /** A cell with a value. */
  public Cell(@Nullable Object value) {
    this.value = value;
  }
}
