package io.perigee.lua.value;

/**
 * Where a resumable function has stopped, and its local variables there. A function that calls
 * {@code coroutine.yield} itself gives its locals to one of these and returns, instead of having
 * its stack set aside; the next resume calls it again and it goes on behind that call.
 *
 * <p>Generated code reads and writes the fields directly.
 */
public final class Suspension {
  /** The answer of a function that cannot be called without a stack. */
  public static final Object NEEDS_STACK = new Object();

  /** After so many steps in a row that began without a stack and needed one, all begin with it. */
  private static final int MAX_FAILURES = 3;

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

  /** The function through which it yielded; null where a step without a stack was given up. */
  public LuaFunction through;

  /** Whether the step runs without a stack: each call that is a point stops, whatever it calls. */
  public boolean stackless;

  private final StacklessPoints points;

  private Object values;

  private int failures;
  private boolean alwaysNeedsStack;

  /** Room for so many objects and numbers, and the points that need no stack. */
  public Suspension(int objects, int numbers, StacklessPoints points) {
    this.points = points;
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

  /** Whether the step from here may be tried without a stack. */
  public boolean isStackless() {
    return point >= 0 && failures < MAX_FAILURES && points.contain(point);
  }

  /** Whether the values of the next resume do not matter. */
  public boolean dropsValues() {
    return point >= 0 && points.dropValues(point);
  }

  /** A step without a stack has come to its end. */
  public void succeeded() {
    if (failures != 0) {
      failures = 0;
    }
  }

  /** A step without a stack that began at a point has been given up at another. */
  public void failed(int from) {
    if (through != null) {
      // What was about to be called does not yield by itself: the next step calls it there.
      point = -point;
    }
    if (alwaysNeedsStack) {
      points.remove(from);
      alwaysNeedsStack = false;
    } else {
      failures++;
    }
  }

  /** The running step without a stack comes to a call that it cannot make, that of a loop. */
  public Suspension callLater(int newPoint, int newSite) {
    return stop(-newPoint, newSite, null, Results.EMPTY);
  }

  /** The running step needs a stack at some place behind a call of a loop that gave a result. */
  public Suspension giveUp(int newPoint, int newSite, Object result, NeedsStack reason) {
    alwaysNeedsStack = reason.always();
    return stop(newPoint, newSite, null, result);
  }

  /** Whether it was given up behind a call: it goes on with the result of that. */
  public boolean isGivenUp() {
    return through == null && point > 0;
  }

  /** The step from here has needed a stack. */
  public void needsStack() {
    points.remove(point);
  }

  /** Forgets the objects from an index on: they were saved at an earlier point. */
  public void forget(int from) {
    for (int i = from; i < objects.length; i++) {
      objects[i] = null;
    }
  }

  /** The yielded values as a result, handed over once. */
  public Object take() {
    Object taken = values;
    values = null;
    return taken;
  }
}
