package io.perigee.lua.runtime;

import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaThread;
import io.perigee.lua.value.Results;

/**
 * A host function that suspends the running coroutine and does nothing else. Where the body of a
 * coroutine calls it directly, the body stops there by itself (see {@link
 * io.perigee.lua.value.Suspension}) and the function is not entered.
 */
public abstract class YieldFunction extends JavaFunction {
  /** A function of this name. */
  protected YieldFunction(String name) {
    super(name);
  }

  /** Suspends with values in the form of a result, and answers those of the resume. */
  protected abstract Object suspend(Object values);

  /** The body of a coroutine has stopped by itself where it calls this. */
  public void stopped(LuaThread coroutine) {
    // Nothing to note.
  }

  @Override
  public final Object invoke() {
    return suspend(Results.EMPTY);
  }

  @Override
  public final Object invoke(Object a) {
    return suspend(a);
  }

  @Override
  public final Object invoke(Object a, Object b) {
    return suspend(Results.of(a, b));
  }

  @Override
  public final Object invoke(Object a, Object b, Object c) {
    return suspend(Results.of(new Object[] {a, b, c}));
  }

  @Override
  public final Object invoke(Object[] args) {
    return suspend(Results.of(args));
  }
}
