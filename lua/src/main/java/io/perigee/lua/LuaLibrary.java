package io.perigee.lua;

/**
 * A table of functions that a VM can be given: a standard library, or one of the host's. Classes of
 * this kind register their functions where they are written.
 */
@FunctionalInterface
public interface LuaLibrary {
  /** Puts the library into a VM: its globals, its loaded modules. */
  void install(LuaVm vm);
}
