package io.perigee.lua.runtime;

import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaString;

/**
 * The function {@code error} (Lua manual 5.1). Compiled code that calls it with a message alone
 * says where it stands, so that the stack need not be read for the message's position.
 */
@SuppressWarnings("OverridingMethodInconsistentArgumentNamesChecker") // as the manual names them
public final class ErrorFunction extends JavaFunction {
  private final LuaState state;

  /** The function for a VM. */
  public ErrorFunction(LuaState state) {
    super("error");
    this.state = state;
  }

  /**
   * Raises a message at level 1 with the position of the call, as {@code chunk:line: }. Comes back
   * when that is not enough: the value is no message, or somebody wants the stack recorded.
   */
  public void raise(Object value, String position) {
    if (value instanceof LuaString message && !state.recordsErrors()) {
      throw LuaError.unrecorded(position, message);
    }
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

  private static LuaError error(Object value, int level) {
    if (level > 0 && value instanceof LuaString message) {
      return LuaError.raised(level, message);
    }
    if (level > 0 && value instanceof Double) {
      return LuaError.at(level, Conversions.rawToString(value).toString());
    }
    return new LuaError(value);
  }
}
