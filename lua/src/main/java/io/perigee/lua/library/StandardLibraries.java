package io.perigee.lua.library;

import io.perigee.lua.LuaLibrary;
import java.util.List;

/** All standard libraries, in the order in which a VM needs them. */
public final class StandardLibraries {
  private StandardLibraries() {}

  /** New instances of all of them, for one VM. */
  public static List<LuaLibrary> all() {
    return List.of(
        new BaseLibrary(),
        new PackageLibrary(),
        new StringLibrary(),
        new TableLibrary(),
        new MathLibrary(),
        new BitLibrary(),
        new CoroutineLibrary(),
        new OsLibrary(),
        new IoLibrary(),
        new DebugLibrary(),
        new JitLibrary(),
        new TableExtensions());
  }
}
