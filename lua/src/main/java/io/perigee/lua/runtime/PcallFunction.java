package io.perigee.lua.runtime;

import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaFault;
import java.util.Arrays;

/** The function {@code pcall}: its usual forms pass up to two arguments without an array. */
@SuppressWarnings("OverridingMethodInconsistentArgumentNamesChecker") // the first is the function
public final class PcallFunction extends JavaFunction {
  private final LuaState state;

  /** The function for a VM. */
  public PcallFunction(LuaState state) {
    super("pcall");
    this.state = state;
  }

  @Override
  public Object invoke() {
    throw LuaError.argument(1, "?", "value expected");
  }

  @Override
  public Object invoke(Object f) {
    boolean before = state.recordsErrors(false);
    try {
      return ProtectedCalls.success(Calls.call(f));
    } catch (LuaFault | StackOverflowError | OutOfMemoryError e) {
      return ProtectedCalls.failure(e);
    } finally {
      state.recordsErrors(before);
    }
  }

  @Override
  public Object invoke(Object f, Object a) {
    boolean before = state.recordsErrors(false);
    try {
      if (f instanceof RaisingFunction raising) {
        raising.raiseForHost(a);
      }
      return ProtectedCalls.success(Calls.call(f, a));
    } catch (LuaFault | StackOverflowError | OutOfMemoryError e) {
      return ProtectedCalls.failure(e);
    } finally {
      state.recordsErrors(before);
    }
  }

  @Override
  public Object invoke(Object f, Object a, Object b) {
    boolean before = state.recordsErrors(false);
    try {
      if (f instanceof RaisingFunction raising) {
        raising.raiseForHost(a, b);
      }
      return ProtectedCalls.success(Calls.call(f, a, b));
    } catch (LuaFault | StackOverflowError | OutOfMemoryError e) {
      return ProtectedCalls.failure(e);
    } finally {
      state.recordsErrors(before);
    }
  }

  @Override
  public Object invoke(Object[] args) {
    if (args.length == 0) {
      return invoke();
    }
    return ProtectedCalls.pcall(state, args[0], Arrays.copyOfRange(args, 1, args.length));
  }
}
