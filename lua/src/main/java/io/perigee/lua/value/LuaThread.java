package io.perigee.lua.value;

/**
 * The type "thread" (Lua manual 2.11). Its one subclass is the coroutine, which lies in a package
 * above this one because it needs the operators.
 */
public abstract class LuaThread {
  private LuaTable globals;

  /** For the coroutine class only. */
  protected LuaThread() {}

  /** The table of globals of this thread (Lua manual 2.9); null where it is the VM's. */
  public final LuaTable globals() {
    return globals;
  }

  /** Gives the thread a table of globals of its own: chunks that it loads start with it. */
  public final void globals(LuaTable table) {
    globals = table;
  }
}
