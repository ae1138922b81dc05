package io.perigee.lua.compile;

import io.perigee.lua.value.LuaTable;
import org.jspecify.annotations.NullUnmarked;

/**
 * The base of generated functions with three parameters: its other forms of invoke lead to theirs.
 */
@NullUnmarked // Java's null is Lua's nil in all signatures here.
public abstract class Ternary extends CompiledFunction {
  /** A closure with this environment. */
  protected Ternary(LuaTable env) {
    super(env);
  }

  @Override
  public final Object invoke() {
    return invoke(null, null, null);
  }

  @Override
  public final Object invoke(Object a) {
    return invoke(a, null, null);
  }

  @Override
  public final Object invoke(Object a, Object b) {
    return invoke(a, b, null);
  }

  @Override
  public final Object invoke(Object[] args) {
    return invoke(Support.at(args, 0), Support.at(args, 1), Support.at(args, 2));
  }
}
