package io.perigee.lua;

import io.perigee.lua.compile.FunctionDump;
import io.perigee.lua.coroutine.Coroutine;
import io.perigee.lua.runtime.Calls;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.LuaState;
import io.perigee.lua.runtime.ProtectedCalls;
import io.perigee.lua.runtime.StackRoom;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One isolated Lua virtual machine: globals, loaded packages, metatables, and what the host
 * attaches to it. It is used by one thread at a time. Nothing of it is shared with other VMs except
 * interned strings and parsed chunks.
 */
public final class LuaVm extends LuaState {
  private static final int ESCAPE = 27;

  private final LuaTable loaded = new LuaTable();
  private final LuaOptions options;
  private final Map<Class<?>, Object> attachments = new HashMap<>();
  private final ChunkCache chunks = new ChunkCache(this);

  /** A VM with the libraries of its options installed. */
  public LuaVm(LuaOptions options) {
    this.options = options;
    registry().put("_LOADED", loaded);
    StackRoom.prepare();
    LuaState before = enter();
    try {
      for (LuaLibrary library : options.libraries()) {
        library.install(this);
      }
    } finally {
      leave(before);
    }
  }

  /** The VM that the calling thread runs; an error outside of one. */
  public static LuaVm current() {
    if (LuaState.current() instanceof LuaVm vm) {
      return vm;
    }
    throw new IllegalStateException("no Lua VM is running in this thread");
  }

  /** What it was made with. */
  public LuaOptions options() {
    return options;
  }

  /** The table of loaded modules, {@code package.loaded}. */
  public LuaTable loaded() {
    return loaded;
  }

  /** The coroutine that runs, null in the main thread. */
  public @Nullable Coroutine currentCoroutine() {
    return (Coroutine) running();
  }

  /**
   * Compiles a chunk and makes its main function, with these globals. A syntax error is a {@link
   * LuaError} with LuaJIT's message. A chunk that begins with ESC is a dumped function.
   */
  public LuaFunction load(byte[] source, String chunkName, LuaTable environment) {
    if (source.length > 0 && source[0] == ESCAPE) {
      return FunctionDump.load(this, source, chunkName, environment);
    }
    return chunks.load(source, chunkName).instantiate(environment);
  }

  /** The binary form of a function, which {@link #load} takes; null for one that is not Lua. */
  public byte @Nullable [] dump(LuaFunction function) {
    return FunctionDump.dump(function);
  }

  /** Compiles a Latin-1 text with the VM's globals. */
  public LuaFunction load(String latin1, String chunkName) {
    return load(LuaString.of(latin1).bytes(), chunkName, globals());
  }

  /**
   * Calls a value on the caller's stack and answers all its results. An error that nothing catches
   * is thrown, with its stack recorded.
   */
  public Object[] call(@Nullable Object function, @Nullable Object... args) {
    LuaState before = enter();
    boolean records = recordsErrors(true);
    try {
      return Results.toArray(Calls.call(function, args));
    } catch (StackOverflowError e) {
      throw ProtectedCalls.overflow(e);
    } catch (OutOfMemoryError e) {
      throw new LuaError("not enough memory");
    } finally {
      recordsErrors(records);
      leave(before);
    }
  }

  /** Keeps an object of the host under its class, replacing one of the same class. */
  public <T> void attach(Class<T> key, T attachment) {
    attachments.put(key, attachment);
  }

  /** The object the host keeps under a class; null when there is none. */
  public <T> @Nullable T attachment(Class<T> key) {
    return key.cast(attachments.get(key));
  }

  /** Calls the {@code __gc} handlers of userdata that have become unreachable: a safe point. */
  public void collect() {
    finalizers().run();
  }

  /** Ends the VM: the {@code __gc} handlers of all remaining userdata run. */
  public void close() {
    LuaState before = enter();
    try {
      finalizers().runAll();
    } finally {
      leave(before);
    }
  }
}
