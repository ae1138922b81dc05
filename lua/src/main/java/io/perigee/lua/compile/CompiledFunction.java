package io.perigee.lua.compile;

import io.perigee.lua.syntax.LocalVariable;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The base of the classes of closures: a closure with its environment. The generated subclass has a
 * final field for each upvalue.
 */
public abstract class CompiledFunction extends LuaFunction {
  /** The table of globals; generated code reads it directly. */
  @SuppressWarnings("checkstyle:VisibilityModifier")
  public LuaTable env;

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

  @Override
  public final @Nullable String parameterName(int index) {
    List<LocalVariable> parameters = prototype().body().parameters();
    return index >= 0 && index < parameters.size() ? parameters.get(index).name() : null;
  }

  @Override
  public final int upvalueCount() {
    return prototype().upvalueKinds().size();
  }

  @Override
  public final String upvalueName(int index) {
    return prototype().body().upvalues().get(index).name();
  }

  @Override
  public final @Nullable Object upvalue(int index) {
    Object held = Upvalues.held(this, index);
    return held instanceof Cell cell ? cell.value : held;
  }

  @Override
  public final boolean upvalue(int index, @Nullable Object value) {
    return Upvalues.assign(this, index, value);
  }

  @Override
  public final boolean joinUpvalue(int index, LuaFunction other, int otherIndex) {
    return other instanceof CompiledFunction source
        && Upvalues.join(this, index, source, otherIndex);
  }

  @Override
  public final @Nullable Object sharedUpvalue(int index) {
    return Upvalues.shared(this, index);
  }
}
