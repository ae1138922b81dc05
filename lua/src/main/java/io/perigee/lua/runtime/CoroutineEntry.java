package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.Suspension;

/**
 * The lowest frame of a coroutine. Whoever reads a stack stops here, because below lies the stack
 * of the coroutine's resumer.
 */
public final class CoroutineEntry implements Runnable {
  private final Runnable body;

  /** An entry that runs the body. */
  public CoroutineEntry(Runnable body) {
    this.body = body;
  }

  @Override
  public void run() {
    body.run();
  }

  /** Runs one step of a body that suspends itself. */
  public static Object step(LuaFunction function, Suspension suspension, Object values) {
    return function.resume(suspension, values);
  }
}
