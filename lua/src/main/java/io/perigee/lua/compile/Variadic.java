package io.perigee.lua.compile;

import io.perigee.lua.value.LuaTable;
import org.jspecify.annotations.NullUnmarked;

/**
 * The base of generated functions with more than three parameters or {@code ...}: its other forms
 * of invoke lead to theirs.
 */
@NullUnmarked // Java's null is Lua's nil in all signatures here.
public abstract class Variadic extends CompiledFunction {
  private static final Object[] NONE = {};

  /** A closure with this environment. */
  protected Variadic(LuaTable env) {
    super(env);
  }

  @Override
  public final Object invoke() {
    return invoke(NONE);
  }

  @Override
  public final Object invoke(Object a) {
    return invoke(new Object[] {a});
  }

  @Override
  public final Object invoke(Object a, Object b) {
    return invoke(new Object[] {a, b});
  }

  @Override
  public final Object invoke(Object a, Object b, Object c) {
    return invoke(new Object[] {a, b, c});
  }
}
