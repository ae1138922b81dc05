package io.perigee.lua.value;

/**
 * A number in a table slot that access sites change in place, so that counters and coordinates are
 * written without an allocation. A cell belongs to one slot of one table and never leaves it: every
 * reader gets the number.
 */
final class NumberCell {
  private double value;

  NumberCell(double value) {
    this.value = value;
  }

  double value() {
    return value;
  }

  void value(double newValue) {
    value = newValue;
  }

  /** The Lua value that a slot's content stands for. */
  static Object open(Object content) {
    return content instanceof NumberCell cell ? Double.valueOf(cell.value) : content;
  }
}
