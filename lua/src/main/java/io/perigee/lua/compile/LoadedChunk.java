package io.perigee.lua.compile;

import io.perigee.lua.runtime.LuaState;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaTable;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chunk whose classes live in one virtual machine: makes closures of its main function. */
public final class LoadedChunk {
  private final Constructor<?> constructor;

  private LoadedChunk(Constructor<?> constructor) {
    this.constructor = constructor;
  }

  /** Loads the class of a main function for a VM, with a class loader of its own. */
  public static LoadedChunk of(Prototype main, LuaState vm) {
    ChunkLoader loader = new ChunkLoader(main.chunk(), vm.safePoint());
    try {
      Class<?> type = loader.loadClass(main.closureName());
      return new LoadedChunk(type.getConstructor(LuaTable.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the generated class is not as expected", e);
    }
  }

  /** A new closure of the main function with these globals. */
  public LuaFunction instantiate(LuaTable environment) {
    try {
      LuaFunction main = (LuaFunction) constructor.newInstance(environment);
      Support.remember(main);
      return main;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the generated class cannot be instantiated", e);
    }
  }

  /** A closure of a function inside a chunk whose upvalues are new variables that hold nil. */
  static LuaFunction inner(LuaState vm, Prototype main, Prototype prototype, LuaTable environment) {
    ChunkLoader loader = new ChunkLoader(main.chunk(), vm.safePoint());
    try {
      Constructor<?> made = loader.loadClass(prototype.closureName()).getConstructors()[0];
      List<@Nullable Object> arguments = new ArrayList<>();
      arguments.add(environment);
      for (UpvalueKind kind : prototype.upvalueKinds()) {
        switch (kind) {
          case SHARED -> arguments.add(new Cell());
          case ANY -> arguments.add(null);
          case NUMBER -> arguments.add(Double.NaN);
          case INTEGER -> arguments.add(0L);
          case FUNCTION -> arguments.add(Support.callable(null));
          case SELF -> {}
        }
      }
      return (LuaFunction) made.newInstance(arguments.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the generated class is not as expected", e);
    }
  }
}
