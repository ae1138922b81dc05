package io.perigee.lua.compile;

import io.perigee.lua.runtime.FunctionInfo;
import io.perigee.lua.runtime.StackRoom;
import io.perigee.lua.syntax.LocalVariable;
import io.perigee.lua.value.SafePoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Defines the classes of one chunk in one virtual machine: that of a function's closures when the
 * instruction that makes the first one is linked, that of deferred code when it is first called.
 * Everything goes when no closure of the chunk is left.
 */
public final class ChunkLoader extends ClassLoader {
  private final Chunk chunk;
  private final SafePoint safePoint;
  private final Map<String, Object[]> constants = new HashMap<>();

  ChunkLoader(Chunk chunk, SafePoint safePoint) {
    super("lua", ChunkLoader.class.getClassLoader());
    this.chunk = chunk;
    this.safePoint = safePoint;
  }

  /** The chunk's own classes are looked for nowhere else: a search of the class path is slow. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    Prototype prototype = chunk.prototype(name);
    if (prototype == null) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? define(name, prototype) : known;
    }
  }

  private Class<?> define(String name, Prototype prototype) throws ClassNotFoundException {
    StackRoom.ensure();
    boolean code = name.equals(prototype.codeName());
    Class<?> type = code ? defineCode(name, prototype) : defineClosures(name, prototype);
    initialize(name);
    return type;
  }

  private Class<?> defineClosures(String name, Prototype prototype) {
    byte[] bytes = ClosureClass.of(prototype);
    Class<?> type = defineClass(name, bytes, 0, bytes.length);
    FunctionInfo.attach(type, info(prototype));
    return type;
  }

  private Class<?> defineCode(String name, Prototype prototype) throws ClassNotFoundException {
    GeneratedClass generated = prototype.generated();
    constants.put(name, generated.constants().toArray());
    Class<?> type = defineClass(name, generated.bytes(), 0, generated.bytes().length);
    if (prototype.isDeferred()) {
      FunctionInfo.attachCode(type, loadClass(prototype.closureName()));
    } else {
      FunctionInfo.attach(type, info(prototype));
      FunctionInfo.attachCode(type, type);
    }
    return type;
  }

  /** Done here, where there is room on the stack for it. */
  private void initialize(String name) throws ClassNotFoundException {
    Class.forName(name, true, this);
  }

  /** For the initializer of a generated class: its constants, handed over once. */
  public static Object[] constants(Class<?> type) {
    ChunkLoader loader = (ChunkLoader) type.getClassLoader();
    return Objects.requireNonNull(loader.constants.remove(type.getName()));
  }

  /** For the initializer of a generated class: the hook of its virtual machine. */
  public static SafePoint safePoint(Class<?> type) {
    return ((ChunkLoader) type.getClassLoader()).safePoint;
  }

  /** The function that a generated class belongs to. */
  static Prototype prototype(Class<?> type) {
    ChunkLoader loader = (ChunkLoader) type.getClassLoader();
    @Nullable Prototype prototype = loader.chunk.prototype(type.getName());
    return Objects.requireNonNull(prototype);
  }

  private static FunctionInfo info(Prototype prototype) {
    Chunk chunk = prototype.chunk();
    SiteTables tables = new SiteTables(prototype);
    return new FunctionInfo(
        chunk.name(),
        chunk.shortName(),
        prototype.body().lineDefined(),
        prototype.body().lastLine(),
        prototype.body().parameters().size(),
        prototype.body().vararg(),
        prototype.body().upvalues().stream().map(LocalVariable::name).toList(),
        tables);
  }
}
