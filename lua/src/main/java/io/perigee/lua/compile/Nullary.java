package io.perigee.lua.compile;

import io.perigee.lua.value.LuaTable;
import org.jspecify.annotations.NullUnmarked;

/** The base of generated functions with no parameters: its other forms of invoke lead to theirs. */
@NullUnmarked // Java's null is Lua's nil in all signatures here.
public abstract class Nullary extends CompiledFunction {
  /** A closure with this environment. */
  protected Nullary(LuaTable env) {
    super(env);
  }

  @Override
  public final Object invoke(Object a) {
    return invoke();
  }

  @Override
  public final Object invoke(Object a, Object b) {
    return invoke();
  }

  @Override
  public final Object invoke(Object a, Object b, Object c) {
    return invoke();
  }

  @Override
  public final Object invoke(Object[] args) {
    return invoke();
  }
}
