package io.perigee.lua.compile;

import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaTable;
import java.lang.reflect.Constructor;

/** A chunk whose classes live in one virtual machine: makes closures of its main function. */
final class LoadedChunk {
  private final Constructor<?> constructor;

  private LoadedChunk(Constructor<?> constructor) {
    this.constructor = constructor;
  }

  /** Loads the class of a main function with a class loader of its own. */
  static LoadedChunk of(Prototype main) {
    ChunkLoader loader = new ChunkLoader(main.chunk());
    try {
      Class<?> type = loader.loadClass(main.className());
      return new LoadedChunk(type.getConstructor(LuaTable.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the generated class is not as expected", e);
    }
  }

  LuaFunction instantiate(LuaTable environment) {
    try {
      return (LuaFunction) constructor.newInstance(environment);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the generated class cannot be instantiated", e);
    }
  }
}
