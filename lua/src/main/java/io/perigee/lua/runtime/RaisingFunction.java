package io.perigee.lua.runtime;

import io.perigee.lua.value.JavaFunction;

/**
 * A host function whose business is to raise an error, with the position of the Lua function that
 * calls it. Where a host function calls it, as in {@code pcall(error, "x")}, there is none, and the
 * stack need not be read to find that out.
 */
public abstract class RaisingFunction extends JavaFunction {
  /** A function of this name. */
  protected RaisingFunction(String name) {
    super(name);
  }

  /**
   * A host function is about to call this with one argument: throws what that would throw, if it
   * would, and if nobody wants the stack recorded.
   */
  protected abstract void raiseForHost(Object a);

  /** The same for two arguments. */
  protected abstract void raiseForHost(Object a, Object b);
}
