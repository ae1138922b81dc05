package io.perigee.lua.compile;

import io.perigee.lua.value.LuaTable;
import org.jspecify.annotations.NullUnmarked;

/** The base of generated functions with one parameter: its other forms of invoke lead to theirs. */
@NullUnmarked // Java's null is Lua's nil in all signatures here.
public abstract class Unary extends CompiledFunction {
  /** A closure with this environment. */
  protected Unary(LuaTable env) {
    super(env);
  }

  @Override
  public final Object invoke() {
    return invoke((Object) null);
  }

  @Override
  public final Object invoke(Object a, Object b) {
    return invoke(a);
  }

  @Override
  public final Object invoke(Object a, Object b, Object c) {
    return invoke(a);
  }

  @Override
  public final Object invoke(Object[] args) {
    return invoke(Support.at(args, 0));
  }
}
