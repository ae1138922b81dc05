package io.perigee.httplua.vm;

import io.perigee.lua.value.LuaFunction;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of loaded chunks inside one VM: inline code by its directive, files by name. */
public final class ChunkCache {
  private final Map<Object, LuaFunction> functions = new HashMap<>();

  ChunkCache() {}

  @Nullable LuaFunction find(Object key) {
    return functions.get(key);
  }

  void keep(Object key, LuaFunction function) {
    functions.put(key, function);
  }
}
