package io.perigee.lua.value;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The process-wide set of interned strings. It holds its members weakly, so the literals of a
 * discarded chunk go with it.
 */
final class InternedStrings {
  static final InternedStrings PROCESS = new InternedStrings();

  private final ConcurrentHashMap<Object, Entry> entries = new ConcurrentHashMap<>();
  private final ReferenceQueue<LuaString> collected = new ReferenceQueue<>();

  LuaString intern(LuaString string) {
    expunge();
    while (true) {
      Entry present = entries.get(new Probe(string));
      LuaString known = present == null ? null : present.get();
      if (known != null) {
        return known;
      }
      if (present != null) {
        entries.remove(present, present);
      }
      Entry mine = new Entry(string, collected);
      if (entries.putIfAbsent(mine, mine) == null) {
        return string;
      }
    }
  }

  private void expunge() {
    for (Object gone = collected.poll(); gone != null; gone = collected.poll()) {
      entries.remove(gone);
    }
  }

  /** The key of a look-up: equal to the entry that holds the same content. */
  private record Probe(LuaString string) {
    @Override
    public int hashCode() {
      return string.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Entry e && string.equals(e.get());
    }
  }

  /** A weak member that is found by a string of the same content and removed by identity. */
  private static final class Entry extends WeakReference<LuaString> {
    private final int hash;

    Entry(LuaString string, ReferenceQueue<LuaString> queue) {
      super(string, queue);
      hash = string.hashCode();
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
      LuaString mine = get();
      return mine != null && other instanceof Entry e && mine.equals(e.get());
    }
  }
}
