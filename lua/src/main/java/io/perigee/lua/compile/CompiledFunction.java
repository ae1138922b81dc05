package io.perigee.lua.compile;

import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaTable;

/**
 * The base of all generated classes: a closure with its environment. The generated subclass has a
 * final field for each upvalue.
 */
public abstract class CompiledFunction extends LuaFunction {
  /** The table of globals; generated code reads it directly. */
  protected LuaTable env;

  /** A closure with this environment. */
  protected CompiledFunction(LuaTable env) {
    this.env = env;
  }

  /** The function this is a closure of. */
  public final Prototype prototype() {
    return ChunkLoader.prototype(getClass());
  }

  @Override
  public final String name() {
    return prototype().body().name();
  }

  @Override
  public final LuaTable environment() {
    return env;
  }

  @Override
  public final boolean environment(LuaTable table) {
    env = table;
    return true;
  }
}
