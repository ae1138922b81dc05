package io.perigee.lua.value;

/**
 * A step of a coroutine that runs without a stack of its own cannot go on: it is given up, and
 * begun again with one. Thrown before anything that may suspend, while the step has changed nothing
 * but its locals.
 */
public final class NeedsStack extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean always;

  /**
   * A step that needs a stack.
   *
   * @param always whether it will each time, as for a metamethod; not for a task at a safe point
   */
  NeedsStack(boolean always) {
    super(null, null, false, false);
    this.always = always;
  }

  /** Whether such a step will need a stack each time. */
  public boolean always() {
    return always;
  }
}
