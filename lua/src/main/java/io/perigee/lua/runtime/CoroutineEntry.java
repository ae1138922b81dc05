package io.perigee.lua.runtime;

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
}
