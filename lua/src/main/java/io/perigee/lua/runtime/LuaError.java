package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaString;

/**
 * A Lua error (Lua manual 3.5, 5.1 {@code error}). It has no Java stack trace. When the innermost
 * protected call asked for it ({@link LuaState#recordsErrors()}), the Lua stack is recorded as the
 * error is made.
 */
public final class LuaError extends LuaFault {
  private transient ErrorStack stack;
  private transient LuaString bare;

  /** An error with any value, raised here. */
  public LuaError(Object value) {
    this(value, CallStack.ofError());
  }

  /** An error with a Latin-1 text as it stands, without a position. */
  public LuaError(String message) {
    this(LuaString.of(message));
  }

  private LuaError(Object value, ErrorStack stack) {
    super(value);
    this.stack = stack;
  }

  /** The error of {@code error} with a text, behind a position; the stack is null or recorded. */
  static LuaError raised(String position, LuaString message, ErrorStack stack) {
    Object value = position.isEmpty() ? message : LuaString.of(position + message);
    LuaError error = new LuaError(value, stack);
    error.bare = message;
    return error;
  }

  /** The same error passed on: no stack is recorded for it again. */
  public static LuaError again(LuaFault fault) {
    return fault instanceof LuaError e ? e : new LuaError(fault.value(), null);
  }

  /** An error with the position of a level before its message, as {@code error(msg, level)}. */
  public static LuaError at(int level, String message) {
    return new LuaError(LuaString.of(position(level) + message));
  }

  /** A text as LuaJIT passes it on where a position comes before it: it ends at a zero. */
  public static String upToZero(String text) {
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  /** The position prefix of a level: 1 is the Lua function that called the host function. */
  public static String position(int level) {
    if (level <= 0) {
      return "";
    }
    Activation where = CallStack.atErrorLevel(level);
    return where == null ? "" : where.position();
  }

  /**
   * The error of a bad argument. The function is named as its caller names it; the name given is
   * for callers that cannot be seen. The first argument of a method call is not counted.
   */
  public static LuaError argument(int index, String function, String message) {
    return ArgumentErrors.bad(index, function, message);
  }

  /** The error of an argument of a wrong type. */
  public static LuaError typeError(int index, String function, String expected, Object actual) {
    return argument(index, function, expected + " expected, got " + Conversions.typeName(actual));
  }

  /** The error of a missing argument. */
  public static LuaError missing(int index, String function, String expected) {
    return argument(index, function, expected + " expected, got no value");
  }

  /**
   * The text that {@code error} was called with, before it got a position; null for other errors.
   * It is what still lies on the stack of a coroutine that died of the error.
   */
  public LuaString bareMessage() {
    return bare;
  }

  /** The stack recorded when the error was raised; null when nobody asked. */
  public ErrorStack stack() {
    return stack;
  }

  /** Keeps a stack that was recorded by other means. */
  void stack(ErrorStack recorded) {
    stack = recorded;
  }

  /** The recorded stack as text in the form of {@code debug.traceback}; null when not recorded. */
  public String traceback() {
    return stack == null ? null : "stack traceback:" + Traceback.lines(stack.activations(), 0);
  }
}
