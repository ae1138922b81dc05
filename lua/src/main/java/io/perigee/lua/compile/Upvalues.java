package io.perigee.lua.compile;

import io.perigee.lua.value.LuaFunction;
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
    boolean fits =
        switch (kind) {
          case ANY -> true;
          case NUMBER -> value instanceof Double;
          case FUNCTION -> value instanceof LuaFunction;
          default -> false;
        };
    return fits && replace(function, index, value);
  }

  /**
   * Makes an upvalue that of another closure: by its cell if it changes, else by its value. False
   * where a closure that holds a copy would have to see a variable change.
   */
  static boolean join(
      CompiledFunction function, int index, CompiledFunction other, int otherIndex) {
    Object held = held(other, otherIndex);
    if (function.prototype().upvalueKind(index) != UpvalueKind.SHARED) {
      return !(held instanceof Cell) && assign(function, index, held);
    }
    return replace(function, index, held instanceof Cell ? held : new Cell(held));
  }

  private static boolean replace(CompiledFunction function, int index, @Nullable Object held) {
    Field field = field(function, index);
    if (field == null) {
      return false;
    }
    try {
      field.set(function, held);
      return true;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the generated class is not as expected", e);
    }
  }

  /** The cell of a variable that closures may share; null for one that is copied. */
  static @Nullable Object shared(CompiledFunction function, int index) {
    return held(function, index) instanceof Cell cell ? cell : null;
  }
}
