package io.perigee.lua.value;

/**
 * From which points of a resumable function its coroutines go on without a stack of their own. One
 * for each function in a virtual machine, used on its thread only.
 */
public final class StacklessPoints {
  private long points;

  /** These points: bit n is point n, bit 0 the function's start. */
  public StacklessPoints(long points) {
    this.points = points;
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
