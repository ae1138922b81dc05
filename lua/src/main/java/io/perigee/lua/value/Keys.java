package io.perigee.lua.value;

/**
 * Open addressing with linear probing over an array of keys whose length is a power of two or zero.
 * Keys are compared as Lua's raw equality compares them: strings and numbers by content, all others
 * by identity.
 */
@SuppressWarnings("ReferenceEquality") // a quick way before the comparison of contents
final class Keys {
  private Keys() {}

  /** The place of a string key, -1 when absent. */
  static int find(Object[] keys, LuaString key) {
    int mask = keys.length - 1;
    if (mask < 0) {
      return -1;
    }
    int i = key.hashCode() & mask;
    while (true) {
      Object k = keys[i];
      if (k == key) {
        return i;
      }
      if (k == null) {
        return -1;
      }
      if (k instanceof LuaString s && s.contentEquals(key)) {
        return i;
      }
      i = (i + 1) & mask;
    }
  }

  /** The place of a number key, -1 when absent. */
  static int find(Object[] keys, double key) {
    int mask = keys.length - 1;
    if (mask < 0) {
      return -1;
    }
    int i = hash(key) & mask;
    while (true) {
      Object k = keys[i];
      if (k == null) {
        return -1;
      }
      if (k instanceof Double d && d == key) {
        return i;
      }
      i = (i + 1) & mask;
    }
  }

  /** The place of any key, -1 when absent. */
  static int find(Object[] keys, Object key) {
    if (key instanceof LuaString s) {
      return find(keys, s);
    }
    if (key instanceof Double d) {
      return find(keys, d.doubleValue());
    }
    int mask = keys.length - 1;
    if (mask < 0) {
      return -1;
    }
    int i = hash(key) & mask;
    while (true) {
      Object k = keys[i];
      if (k == key) {
        return i;
      }
      if (k == null) {
        return -1;
      }
      i = (i + 1) & mask;
    }
  }

  /** The place for a key that is known to be absent. */
  static int free(Object[] keys, Object key) {
    int mask = keys.length - 1;
    int i = hash(key) & mask;
    while (keys[i] != null) {
      i = (i + 1) & mask;
    }
    return i;
  }

  private static int hash(Object key) {
    if (key instanceof LuaString s) {
      return s.hashCode();
    }
    if (key instanceof Double d) {
      return hash(d.doubleValue());
    }
    int h = System.identityHashCode(key);
    return h ^ (h >>> 16);
  }

  private static int hash(double key) {
    long bits = Double.doubleToRawLongBits(key + 0.0) * 0x9E3779B97F4A7C15L;
    return (int) (bits >>> 32);
  }
}
