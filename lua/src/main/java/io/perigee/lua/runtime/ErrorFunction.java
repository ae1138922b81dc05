package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaString;

/**
 * The function {@code error} (Lua manual 5.1). Compiled code that calls it with a message alone
 * says where it stands, so that the stack need not be read for the message's position.
 */
@SuppressWarnings("OverridingMethodInconsistentArgumentNamesChecker") // as the manual names them
public final class ErrorFunction extends RaisingFunction {
  private final LuaState state;

  /** The function for a VM. */
  public ErrorFunction(LuaState state) {
    super("error");
    this.state = state;
  }

  /**
   * Raises a message at level 1 with the position of the call, as {@code chunk:line: }. Comes back
   * when the value is no message.
   */
  public void raise(Object value, String position) {
    if (value instanceof LuaString message) {
      throw raised(position, message);
    }
  }

  private LuaError raised(String position, LuaString message) {
    return LuaError.raised(position, message, state.recordsErrors() ? CallStack.ofError() : null);
  }

  @Override
  protected void raiseForHost(Object value) {
    throw isText(value) ? placed(value, "") : new LuaError(value);
  }

  @Override
  protected void raiseForHost(Object value, Object level) {
    // A level may lead to a Lua function.
  }

  @Override
  public Object invoke() {
    throw new LuaError((Object) null);
  }

  @Override
  public Object invoke(Object value) {
    throw error(value, 1);
  }

  @Override
  public Object invoke(Object value, Object level) {
    throw error(value, level(level));
  }

  @Override
  public Object invoke(Object value, Object level, Object ignored) {
    throw error(value, level(level));
  }

  @Override
  public Object invoke(Object[] args) {
    Object value = args.length > 0 ? args[0] : null;
    throw error(value, args.length > 1 ? level(args[1]) : 1);
  }

  private static int level(Object level) {
    if (level == null) {
      return 1;
    }
    Double number = Conversions.toNumber(level);
    if (number == null) {
      throw LuaError.typeError(2, "?", "number", level);
    }
    // As C's cast to int does on x86: what does not fit is the least int.
    return Math.abs(number) < 1L << 31 ? (int) (double) number : Integer.MIN_VALUE;
  }

  private LuaError error(Object value, int level) {
    boolean placed = level > 0 && isText(value);
    return placed ? placed(value, LuaError.position(level)) : new LuaError(value);
  }

  private static boolean isText(Object value) {
    return value instanceof LuaString || value instanceof Double;
  }

  private LuaError placed(Object value, String position) {
    return value instanceof LuaString message
        ? raised(position, message)
        : new LuaError(LuaString.of(position + Conversions.rawToString(value)));
  }
}
