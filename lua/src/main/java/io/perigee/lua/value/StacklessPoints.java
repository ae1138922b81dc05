package io.perigee.lua.value;

/**
 * From which points of a resumable function its coroutines go on without a stack of their own, and
 * at which it does not care for the values of a resume. One for each function in a virtual machine,
 * used on its thread only.
 */
public final class StacklessPoints {
  private long points;
  private final long careless;

  /** The points of either kind: bit n is point n, bit 0 the function's start. */
  public StacklessPoints(long points, long careless) {
    this.points = points;
    this.careless = careless;
  }

  /** Whether the values of a resume are dropped at a point. */
  public boolean dropValues(int point) {
    return (careless >> point & 1) != 0;
  }

  /** Whether a step may begin at a point without a stack. */
  public boolean contain(int point) {
    return (points >> point & 1) != 0;
  }

  /** A step from this point has needed one; the next ones begin with it. */
  public void remove(int point) {
    points &= ~(1L << point);
  }
}
