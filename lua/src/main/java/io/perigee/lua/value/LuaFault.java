package io.perigee.lua.value;

/**
 * A Lua error on its way to the protected call that catches it: any Lua value, no Java stack trace.
 * Values throw it bare; everything above throws its subclass {@code runtime.LuaError}, which knows
 * positions.
 */
public class LuaFault extends RuntimeException {
  private final transient Object value;

  /** An error with this value. */
  public LuaFault(Object value) {
    super(null, null, false, false);
    this.value = value;
  }

  /** The error value as Lua sees it. */
  public final Object value() {
    return value;
  }

  @Override
  public String getMessage() {
    return value instanceof LuaString || value instanceof Double || value instanceof Boolean
        ? value.toString()
        : "(error object is not a string)";
  }
}
