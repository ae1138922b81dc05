package io.perigee.lua.library;

import io.perigee.lua.pattern.LuaPattern;
import io.perigee.lua.value.LuaString;

/** The patterns that a VM used last, translated; direct-mapped by the hash of their text. */
final class PatternCache {
  private static final int SIZE = 256;
  private static final int LONGEST = 256;

  private final LuaString[] texts = new LuaString[SIZE];
  private final LuaPattern[] patterns = new LuaPattern[SIZE];
  private final boolean anchors;

  /** A cache of patterns in which {@code ^} is an anchor or, for gmatch, is not. */
  PatternCache(boolean anchors) {
    this.anchors = anchors;
  }

  LuaPattern pattern(LuaString text) {
    int slot = text.hashCode() & (SIZE - 1);
    LuaString known = texts[slot];
    if (known != null && known.equals(text)) {
      return patterns[slot];
    }
    byte[] bytes = text.bytes();
    LuaPattern pattern = anchors ? LuaPattern.compile(bytes) : LuaPattern.compileUnanchored(bytes);
    if (bytes.length <= LONGEST) {
      texts[slot] = text;
      patterns[slot] = pattern;
    }
    return pattern;
  }
}
