package io.perigee.lua.value;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/**
 * The fields of a weak table (Lua manual 2.10.2): entries in order of insertion, each with its key
 * or value or both held weakly when they are tables, functions, threads or userdata. An entry whose
 * weak half is gone is skipped and dropped when the table next grows. Keys and values that refer to
 * each other keep each other alive: entries are not ephemerons, as in Lua 5.1.
 */
@SuppressWarnings("ReferenceEquality") // the entry of this very object
final class WeakEntries {
  private final boolean weakKeys;
  private final boolean weakValues;
  private final Map<Object, Integer> places = new HashMap<>();
  private final ArrayList<Entry> entries = new ArrayList<>();
  private int limit = 16;

  WeakEntries(boolean weakKeys, boolean weakValues) {
    this.weakKeys = weakKeys;
    this.weakValues = weakValues;
  }

  boolean weakKeys() {
    return weakKeys;
  }

  boolean weakValues() {
    return weakValues;
  }

  Object get(Object key) {
    int i = indexOf(key);
    return i < 0 ? null : valueAt(i);
  }

  void put(Object key, Object value) {
    int i = indexOf(key);
    if (i >= 0) {
      entries.get(i).value = held(value, weakValues);
    } else if (value != null) {
      if (entries.size() >= limit) {
        compact();
      }
      append(key, value);
    }
  }

  private void append(Object key, Object value) {
    Object heldKey = weakKeys && isCollectable(key) ? new WeakKey(key) : key;
    places.put(heldKey, entries.size());
    entries.add(new Entry(heldKey, held(value, weakValues)));
  }

  private void compact() {
    ArrayList<Entry> old = new ArrayList<>(entries);
    entries.clear();
    places.clear();
    for (Entry e : old) {
      Object key = e.key();
      Object value = e.value();
      if (key != null && value != null) {
        append(key, value);
      }
    }
    limit = Math.max(16, entries.size() * 2);
  }

  int indexOf(Object key) {
    if (key == null) {
      return -1;
    }
    Integer place = places.get(weakKeys && isCollectable(key) ? new Probe(key) : key);
    return place == null ? -1 : place;
  }

  int advance(int from) {
    for (int i = from; i < entries.size(); i++) {
      Entry e = entries.get(i);
      if (e.key() != null && e.value() != null) {
        return i;
      }
    }
    return -1;
  }

  Object keyAt(int index) {
    return entries.get(index).key();
  }

  Object valueAt(int index) {
    return entries.get(index).value();
  }

  /** The border counted up from 1; weak lists are short. */
  int border() {
    int n = 0;
    while (get(Double.valueOf(n + 1)) != null) {
      n++;
    }
    return n;
  }

  void copyTo(LuaTable table) {
    for (int i = advance(0); i >= 0; i = advance(i + 1)) {
      table.put(keyAt(i), valueAt(i));
    }
  }

  private static Object held(Object value, boolean weakly) {
    return weakly && isCollectable(value) ? new WeakReference<>(value) : value;
  }

  private static boolean isCollectable(Object value) {
    return value instanceof LuaTable
        || value instanceof LuaFunction
        || value instanceof Userdata
        || value instanceof LuaThread;
  }

  /** One field; either half may be a weak reference. */
  private static final class Entry {
    private final Object key;
    private Object value;

    Entry(Object key, Object value) {
      this.key = key;
      this.value = value;
    }

    Object key() {
      return key instanceof WeakKey w ? w.get() : key;
    }

    Object value() {
      return value instanceof WeakReference<?> w ? w.get() : value;
    }
  }

  /** A key held weakly, found again by identity. */
  private static final class WeakKey extends WeakReference<Object> {
    private final int hash;

    WeakKey(Object key) {
      super(key);
      hash = System.identityHashCode(key);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      Object mine = get();
      return mine != null && other instanceof WeakKey w && w.get() == mine;
    }
  }

  /** Looks up a weak key without making a reference. */
  private record Probe(Object key) {
    @Override
    public int hashCode() {
      return System.identityHashCode(key);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof WeakKey w && w.get() == key;
    }
  }
}
