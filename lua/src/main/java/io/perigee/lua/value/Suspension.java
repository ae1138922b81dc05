package io.perigee.lua.value;

/**
 * Where a resumable function has stopped, and its local variables there. A function that calls
 * {@code coroutine.yield} itself gives its locals to one of these and returns, instead of having
 * its stack set aside; the next resume calls it again and it goes on behind that call.
 *
 * <p>Generated code reads and writes the fields directly.
 */
public final class Suspension {
  private static final Object[] NO_OBJECTS = {};
  private static final long[] NO_NUMBERS = {};

  /** The objects in locals. */
  public final Object[] objects;

  /** The integers in locals, and the bits of the numbers. */
  public final long[] numbers;

  /** Which of the function's calls it waits at, from 1; 0 before it has begun. */
  public int point;

  /** Which of the method's recorded call sites that is, for tracebacks. */
  public int site;

  /** The function through which it yielded. */
  public LuaFunction through;

  private Object values;

  /** Room for so many objects and numbers. */
  public Suspension(int objects, int numbers) {
    this.objects = objects == 0 ? NO_OBJECTS : new Object[objects];
    this.numbers = numbers == 0 ? NO_NUMBERS : new long[numbers];
  }

  /** Stops at a call of {@code through} with these values; answers itself, to be returned. */
  public Suspension stop(int newPoint, int newSite, LuaFunction yield, Object yielded) {
    point = newPoint;
    site = newSite;
    through = yield;
    values = yielded;
    return this;
  }

  /** The yielded values as a result, handed over once. */
  public Object take() {
    Object taken = values;
    values = null;
    return taken;
  }
}
