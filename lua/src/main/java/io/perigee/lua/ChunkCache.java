package io.perigee.lua;

import io.perigee.lua.compile.LoadedChunk;
import io.perigee.lua.compile.LuaCompiler;
import io.perigee.lua.compile.Prototype;
import io.perigee.lua.runtime.LuaState;
import io.perigee.lua.value.LuaString;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The chunks that a VM loaded last, by name and text. Programs that load the same text again and
 * again, as template engines do, get new closures of classes that are already defined and compiled.
 */
final class ChunkCache {
  private static final int MAX_CHUNKS = 128;
  private static final int MAX_LENGTH = 64 * 1024;

  private final LuaState vm;
  private final Map<Key, LoadedChunk> chunks =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, LoadedChunk> eldest) {
          return size() > MAX_CHUNKS;
        }
      };

  /** The cache of a VM. */
  ChunkCache(LuaState vm) {
    this.vm = vm;
  }

  /** The loaded chunk of a text, from the cache or compiled now. */
  LoadedChunk load(byte[] source, String name) {
    if (source.length > MAX_LENGTH) {
      return compile(source, name);
    }
    Key key = new Key(LuaString.wrap(source), name);
    LoadedChunk known = chunks.get(key);
    if (known == null) {
      known = compile(source, name);
      chunks.put(key, known);
    }
    return known;
  }

  private LoadedChunk compile(byte[] source, String name) {
    Prototype main = LuaCompiler.compile(source, name);
    return LoadedChunk.of(main, vm);
  }

  private record Key(LuaString source, String name) {}
}
