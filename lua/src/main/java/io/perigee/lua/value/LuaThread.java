package io.perigee.lua.value;

/**
 * The type "thread" (Lua manual 2.11). Its one subclass is the coroutine, which lies in a package
 * above this one because it needs the operators.
 */
public abstract class LuaThread {
  /** For the coroutine class only. */
  protected LuaThread() {}
}
