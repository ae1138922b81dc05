package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import java.lang.StackWalker.StackFrame;

/**
 * {@code pcall} and {@code xpcall} (Lua manual 5.1). An xpcall makes errors below it record their
 * stack, a pcall inside it turns that off again; the handler runs when the error has arrived, and
 * sees the recorded stack through {@link LuaState#pending()}. An error inside a handler ends as
 * "error in error handling". A full stack is an error like any other; its handler has all the stack
 * again.
 */
public final class ProtectedCalls {
  private static final LuaString HANDLER_FAILED = LuaString.of("error in error handling");
  private static final LuaString NO_MEMORY = LuaString.of("not enough memory");

  private ProtectedCalls() {}

  /** Calls a value; the results come behind true, an error value behind false. */
  public static Object pcall(LuaState state, Object f, Object[] args) {
    boolean before = state.recordsErrors(false);
    try {
      return success(Calls.call(f, args));
    } catch (LuaFault | StackOverflowError | OutOfMemoryError e) {
      return failure(e);
    } finally {
      state.recordsErrors(before);
    }
  }

  /** Calls a value; an error value goes through the handler, whose result comes behind false. */
  public static Object xpcall(LuaState state, Object f, Object handler, Object[] args) {
    boolean before = state.recordsErrors(true);
    LuaError error;
    try {
      return success(Calls.call(f, args));
    } catch (LuaFault e) {
      error = LuaError.again(e);
    } catch (StackOverflowError e) {
      error = overflow(e);
    } catch (OutOfMemoryError e) {
      error = new LuaError(NO_MEMORY);
    } finally {
      state.recordsErrors(before);
    }
    return handle(state, handler, error);
  }

  private static Object handle(LuaState state, Object handler, LuaError error) {
    boolean before = state.recordsErrors(false);
    ErrorStack pending = state.pending();
    state.pending(error.stack());
    try {
      return Results.of(false, Calls.first(handler, error.value()));
    } catch (LuaFault | StackOverflowError e) {
      return Results.of(false, HANDLER_FAILED);
    } finally {
      state.pending(pending);
      state.recordsErrors(before);
    }
  }

  /** Whether a frame is that of {@link #handle}. */
  static boolean isHandler(StackFrame frame) {
    return frame.getDeclaringClass() == ProtectedCalls.class
        && frame.getMethodName().equals("handle");
  }

  /** Whether a frame is that of {@link #xpcall}. */
  static boolean isXpcall(StackFrame frame) {
    return frame.getMethodName().equals("xpcall");
  }

  /** The results of a protected call that went well. */
  public static Object success(Object result) {
    if (!(result instanceof Results several)) {
      return Results.of(true, result);
    }
    if (several.count() == 2) {
      return Results.of(new Object[] {true, several.get(0), several.get(1)});
    }
    Object[] values = new Object[several.count() + 1];
    values[0] = true;
    System.arraycopy(several.values(), 0, values, 1, several.count());
    return Results.of(values);
  }

  /** The results of a protected call that failed. */
  static Object failure(Throwable thrown) {
    return Results.of(
        false,
        switch (thrown) {
          case LuaFault e -> e.value();
          case StackOverflowError e -> overflow(e).value();
          default -> NO_MEMORY;
        });
  }

  /**
   * The Lua error for a full Java stack, with the position of the innermost Lua function. Where the
   * stack is still too full to make it, the overflow goes on to the next protected call below.
   */
  public static LuaError overflow(StackOverflowError e) {
    StackRoom.ensure();
    for (StackTraceElement element : e.getStackTrace()) {
      boolean hasLine = element.getLineNumber() > 0;
      if (hasLine && "lua".equals(element.getClassLoaderName())) {
        String position = element.getFileName() + ":" + element.getLineNumber();
        return new LuaError(position.concat(": stack overflow"));
      }
    }
    return new LuaError("stack overflow");
  }
}
