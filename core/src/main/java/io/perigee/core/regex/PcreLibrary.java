package io.perigee.core.regex;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import org.jspecify.annotations.Nullable;

/** Finds the shared library of PCRE2 for 8-bit code units, without binding any of its functions. */
final class PcreLibrary {
  private static final String[] NAMES = {
    "libpcre2-8.so.0", "libpcre2-8.so", "libpcre2-8.0.dylib", "libpcre2-8.dylib"
  };

  /** The library's functions by name; null where the system has no such library. */
  static final @Nullable SymbolLookup LOOKUP = load();

  private PcreLibrary() {}

  @SuppressWarnings("restricted") // a library of the system, under its own name
  private static @Nullable SymbolLookup load() {
    for (String name : NAMES) {
      try {
        return SymbolLookup.libraryLookup(name, Arena.global());
      } catch (IllegalArgumentException ignored) {
        // Not under this name; the caller goes on with the JDK's engine when none is left.
      }
    }
    return null;
  }
}
