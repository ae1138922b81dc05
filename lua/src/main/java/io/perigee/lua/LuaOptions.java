package io.perigee.lua;

import java.util.List;

/**
 * What a VM is made with.
 *
 * @param packagePath the value of {@code package.path}
 * @param packageCpath the value of {@code package.cpath}
 * @param libraries what to install, in order
 */
public record LuaOptions(String packagePath, String packageCpath, List<LuaLibrary> libraries) {
  /** LuaJIT's default search path. */
  public static final String DEFAULT_PATH =
      "./?.lua;/usr/local/share/lua/5.1/?.lua;/usr/local/share/lua/5.1/?/init.lua;"
          + "/usr/share/lua/5.1/?.lua;/usr/share/lua/5.1/?/init.lua";

  /** LuaJIT's default search path for shared objects, which are looked for but cannot be loaded. */
  public static final String DEFAULT_CPATH = "./?.so;/usr/local/lib/lua/5.1/?.so";

  /** Options with these libraries and the default paths. */
  public LuaOptions(List<LuaLibrary> libraries) {
    this(DEFAULT_PATH, DEFAULT_CPATH, libraries);
  }
}
