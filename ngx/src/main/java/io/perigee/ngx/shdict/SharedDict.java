package io.perigee.ngx.shdict;

import io.perigee.core.zone.LruZone;
import io.perigee.core.zone.LruZone.Entry;
import io.perigee.lua.value.LuaString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one shared dictionary, each of them atomic. Values are Boolean, Double, {@link
 * LuaString} or a list of Doubles and LuaStrings. Times are milliseconds. The rules are those of
 * ngx_lua's shared dictionaries: strict least-recently-used eviction of at most 30 entries, and the
 * removal of one or two expired entries at each write.
 */
public final class SharedDict {
  /** How a write treats an existing or a missing key. */
  enum Mode {
    SET,
    ADD,
    REPLACE
  }

  /**
   * The result of {@link #increment}: a number or an error, and whether entries were thrown out.
   */
  record Sum(@Nullable Double value, @Nullable String error, boolean forcible) {}

  static final String NOT_FOUND = "not found";
  static final String NOT_A_LIST = "value not a list";

  private static final String NO_MEMORY = "no memory";
  private static final int MAX_FORCED = 30;
  private static final int NODE = 68;
  private static final int LIST_NODE = 21;
  private static final int LIST_HEAD = 23;

  private final LruZone<LuaString, Object> zone;

  /** The dictionary over a zone, which several dictionaries of several workers may share. */
  public SharedDict(LruZone<LuaString, Object> zone) {
    this.zone = zone;
  }

  /** The zone with the entries. */
  LruZone<LuaString, Object> zone() {
    return zone;
  }

  /** A snapshot of the entry of a key that has not expired, or of an expired one if wanted. */
  @Nullable Found find(LuaString key, long now, boolean stale) {
    ReentrantLock lock = zone.lock();
    lock.lock();
    try {
      Entry<LuaString, Object> entry = zone.use(key);
      if (entry == null) {
        return null;
      }
      boolean expired = entry.expiredAt(now);
      return expired && !stale ? null : new Found(entry.value(), entry.flags(), expired);
    } finally {
      lock.unlock();
    }
  }

  /** What {@link #find} found. */
  record Found(Object value, int flags, boolean stale) {}

  /** Stores a value, or deletes the key when the value is null. */
  StoreResult store(Mode mode, boolean safe, LuaString key, @Nullable Object value, Expiry expiry) {
    ReentrantLock lock = zone.lock();
    lock.lock();
    try {
      dropExpired(expiry.now(), false);
      Entry<LuaString, Object> old = zone.use(key);
      boolean live = old != null && !old.expiredAt(expiry.now());
      if (mode == Mode.REPLACE && !live) {
        return new StoreResult(NOT_FOUND, false);
      }
      if (mode == Mode.ADD && live) {
        return new StoreResult("exists", false);
      }
      if (value == null) {
        if (old != null) {
          discard(old);
        }
        return StoreResult.STORED;
      }
      if (old != null && fits(old, key, value)) {
        set(old, value, expiry);
        return StoreResult.STORED;
      }
      if (old != null) {
        discard(old);
      }
      return insert(key, value, safe, expiry);
    } finally {
      lock.unlock();
    }
  }

  private static boolean fits(Entry<LuaString, Object> old, LuaString key, Object value) {
    return !(old.value() instanceof ArrayDeque) && old.cost() == cost(key, value);
  }

  private static void set(Entry<LuaString, Object> entry, Object value, Expiry expiry) {
    entry.value(value);
    entry.expires(expiry.time());
    entry.flags(expiry.flags());
  }

  private StoreResult insert(LuaString key, Object value, boolean safe, Expiry expiry) {
    long cost = cost(key, value);
    boolean forcible = false;
    Entry<LuaString, Object> entry = zone.insert(key, value, cost);
    for (int i = 0; entry == null && !safe && i < MAX_FORCED; i++) {
      if (!dropExpired(expiry.now(), true)) {
        break;
      }
      forcible = true;
      entry = zone.insert(key, value, cost);
    }
    if (entry == null) {
      return new StoreResult(NO_MEMORY, forcible);
    }
    set(entry, value, expiry);
    return forcible ? StoreResult.FORCED : StoreResult.STORED;
  }

  private static long cost(LuaString key, Object value) {
    long fixed = NODE + (long) key.length();
    if (value instanceof LuaString s) {
      return fixed + s.length();
    }
    return fixed + (value instanceof Double ? 8 : 1);
  }

  /** Removes up to two expired entries from the old end; when forced the oldest in any case. */
  private boolean dropExpired(long now, boolean forced) {
    boolean dropped = false;
    for (int i = forced ? 0 : 1; i < 3; i++) {
      Entry<LuaString, Object> oldest = zone.oldest();
      if (oldest == null || (i > 0 && !oldest.expiredAt(now))) {
        break;
      }
      discard(oldest);
      dropped = true;
    }
    return dropped;
  }

  private void discard(Entry<LuaString, Object> entry) {
    if (entry.value() instanceof ArrayDeque<?> list) {
      for (Object element : list) {
        zone.release(elementCost(element));
      }
    }
    zone.remove(entry);
  }

  /** Adds to a number; a missing or expired key starts from {@code init} when that is given. */
  Sum increment(LuaString key, double by, @Nullable Double init, Expiry expiry) {
    ReentrantLock lock = zone.lock();
    lock.lock();
    try {
      dropExpired(expiry.now(), false);
      Entry<LuaString, Object> old = zone.use(key);
      if (old != null && !old.expiredAt(expiry.now())) {
        return addTo(old, by);
      }
      if (init == null) {
        return new Sum(null, NOT_FOUND, false);
      }
      if (old != null) {
        discard(old);
      }
      Double sum = init + by;
      StoreResult stored = insert(key, sum, false, expiry);
      return new Sum(stored.error() == null ? sum : null, stored.error(), stored.forcible());
    } finally {
      lock.unlock();
    }
  }

  private static Sum addTo(Entry<LuaString, Object> entry, double by) {
    if (!(entry.value() instanceof Double number)) {
      return new Sum(null, "not a number", false);
    }
    Double sum = number + by;
    entry.value(sum);
    return new Sum(sum, null, false);
  }

  /** Adds to one end of a list and returns its new length, or an error text. */
  Object push(LuaString key, Object element, boolean left, long now) {
    ReentrantLock lock = zone.lock();
    lock.lock();
    try {
      dropExpired(now, false);
      Entry<LuaString, Object> entry = zone.use(key);
      if (entry != null && entry.expiredAt(now)) {
        discard(entry);
        entry = null;
      }
      boolean fresh = entry == null;
      if (entry == null) {
        long cost = (long) NODE + key.length() + LIST_HEAD;
        entry = zone.insert(key, new ArrayDeque<Object>(), cost);
      }
      if (entry == null) {
        return NO_MEMORY;
      }
      ArrayDeque<Object> list = list(entry);
      if (list == null) {
        return NOT_A_LIST;
      }
      if (!zone.take(elementCost(element))) {
        if (fresh) {
          discard(entry);
        }
        return NO_MEMORY;
      }
      add(list, element, left);
      return (double) list.size();
    } finally {
      lock.unlock();
    }
  }

  private static void add(ArrayDeque<Object> list, Object element, boolean left) {
    if (left) {
      list.addFirst(element);
    } else {
      list.addLast(element);
    }
  }

  private static long elementCost(Object element) {
    return LIST_NODE + (element instanceof LuaString s ? (long) s.length() : 8);
  }

  @SuppressWarnings("unchecked") // a list is made in push only
  private static @Nullable ArrayDeque<Object> list(Entry<LuaString, Object> entry) {
    return entry.value() instanceof ArrayDeque<?> list ? (ArrayDeque<Object>) list : null;
  }

  /** Takes from one end of a list: an element, null for none, or the text {@link #NOT_A_LIST}. */
  @Nullable Object pop(LuaString key, boolean left, long now) {
    ReentrantLock lock = zone.lock();
    lock.lock();
    try {
      Entry<LuaString, Object> entry = zone.use(key);
      if (entry == null || entry.expiredAt(now)) {
        return null;
      }
      ArrayDeque<Object> list = list(entry);
      if (list == null) {
        return NOT_A_LIST;
      }
      Object element = left ? list.removeFirst() : list.removeLast();
      zone.release(elementCost(element));
      if (list.isEmpty()) {
        discard(entry);
      }
      return element;
    } finally {
      lock.unlock();
    }
  }

  /** The number of elements of a list, 0 for a missing key, or the text {@link #NOT_A_LIST}. */
  Object listLength(LuaString key, long now) {
    ReentrantLock lock = zone.lock();
    lock.lock();
    try {
      Entry<LuaString, Object> entry = zone.use(key);
      if (entry == null || entry.expiredAt(now)) {
        return 0.0;
      }
      ArrayDeque<Object> list = list(entry);
      return list == null ? NOT_A_LIST : (Object) (double) list.size();
    } finally {
      lock.unlock();
    }
  }

  /** Milliseconds that an entry has left, 0 for one that never expires, null for a missing one. */
  @Nullable Long timeToLive(LuaString key, long now) {
    ReentrantLock lock = zone.lock();
    lock.lock();
    try {
      Entry<LuaString, Object> entry = zone.peek(key);
      if (entry == null || entry.expiredAt(now)) {
        return null;
      }
      return entry.expires() == 0 ? 0L : entry.expires() - now;
    } finally {
      lock.unlock();
    }
  }

  /** Gives an entry a new expiry; false when there is none. */
  boolean expire(LuaString key, Expiry expiry) {
    ReentrantLock lock = zone.lock();
    lock.lock();
    try {
      Entry<LuaString, Object> entry = zone.peek(key);
      if (entry == null || entry.expiredAt(expiry.now())) {
        return false;
      }
      entry.expires(expiry.time());
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Marks all entries as expired; their room comes back later. */
  void flushAll() {
    ReentrantLock lock = zone.lock();
    lock.lock();
    try {
      for (Entry<LuaString, Object> e = zone.newest(); e != null; e = zone.olderThan(e)) {
        e.expires(1);
      }
      dropExpired(Long.MAX_VALUE, false);
    } finally {
      lock.unlock();
    }
  }

  /** Removes expired entries, at most {@code limit} of them (0: all), and returns how many. */
  int flushExpired(long limit, long now) {
    ReentrantLock lock = zone.lock();
    lock.lock();
    try {
      int freed = 0;
      Entry<LuaString, Object> entry = zone.oldest();
      while (entry != null && (limit <= 0 || freed < limit)) {
        Entry<LuaString, Object> next = zone.newerThan(entry);
        if (entry.expiredAt(now)) {
          discard(entry);
          freed++;
        }
        entry = next;
      }
      return freed;
    } finally {
      lock.unlock();
    }
  }

  /** The keys of entries that have not expired, oldest first, at most {@code limit} (0: all). */
  List<LuaString> keys(long limit, long now) {
    ReentrantLock lock = zone.lock();
    lock.lock();
    try {
      List<LuaString> keys = new ArrayList<>();
      Entry<LuaString, Object> entry = zone.oldest();
      while (entry != null && (limit <= 0 || keys.size() < limit)) {
        if (!entry.expiredAt(now)) {
          keys.add(entry.key());
        }
        entry = zone.newerThan(entry);
      }
      return keys;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes in pages that nobody uses. */
  long freeSpace() {
    ReentrantLock lock = zone.lock();
    lock.lock();
    try {
      return zone.freeBytes();
    } finally {
      lock.unlock();
    }
  }
}
