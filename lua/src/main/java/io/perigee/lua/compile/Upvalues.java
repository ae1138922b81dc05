package io.perigee.lua.compile;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the upvalue fields of closures, for the debug library. A variable that never changes
 * after its closures are made is copied into each of them: setting it changes the one closure only.
 */
final class Upvalues {
  private Upvalues() {}

  private static @Nullable Field field(CompiledFunction function, int index) {
    if (function.prototype().upvalueKind(index) == UpvalueKind.SELF) {
      return null;
    }
    try {
      Field field = function.getClass().getDeclaredField("u" + index);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("the generated class is not as expected", e);
    }
  }

  /** What the closure holds for an upvalue: a cell, or the value itself. */
  static @Nullable Object held(CompiledFunction function, int index) {
    Field field = field(function, index);
    if (field == null) {
      return function;
    }
    try {
      Object value = field.get(function);
      return value instanceof Long integer ? (Object) integer.doubleValue() : value;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the generated class is not as expected", e);
    }
  }

  /** Sets an upvalue; false where the closure cannot hold such a value. */
  static boolean assign(CompiledFunction function, int index, @Nullable Object value) {
    UpvalueKind kind = function.prototype().upvalueKind(index);
    if (kind == UpvalueKind.SHARED && held(function, index) instanceof Cell cell) {
      cell.value = value;
      return true;
    }
    Field field = field(function, index);
    boolean fits =
        kind == UpvalueKind.ANY || (kind == UpvalueKind.NUMBER && value instanceof Double);
    if (field == null || !fits) {
      return false;
    }
    try {
      field.set(function, value);
      return true;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the generated class is not as expected", e);
    }
  }

  /** The cell of a variable that closures share; something of its own for a copied one. */
  static Object identity(CompiledFunction function, int index) {
    Object held = held(function, index);
    return held instanceof Cell ? held : new Copy(function, index);
  }

  /**
   * A copied upvalue.
   *
   * @param function the closure that holds it
   * @param index which one it is
   */
  private record Copy(CompiledFunction function, int index) {}
}
