package io.perigee.core.zone;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A keyed store with a bound in bytes, strict least-recently-used order and an expiry for each
 * entry, as nginx's zones of shared dictionaries and limits have it. Time is given by the caller in
 * milliseconds.
 *
 * <p>Several workers use one zone: every use of the methods below stands between {@code
 * lock().lock()} and {@code unlock()}. The lock is never held while Lua code runs.
 *
 * @param <K> the key; its hash should be cached, since it is asked for on each call
 * @param <V> the value; immutable, or only changed under the lock
 */
public final class LruZone<K, V> {
  private final String name;
  private final long size;
  private final SlabBudget budget;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<K, Entry<K, V>> entries = new HashMap<>();
  private final Entry<K, V> ring = new Entry<>();

  /** One entry; its place in the order belongs to the zone, its value and expiry to the caller. */
  public static final class Entry<K, V> {
    private @Nullable K key;
    private @Nullable V value;
    private long cost;
    private long expires;
    private int flags;
    private Entry<K, V> newer = this;
    private Entry<K, V> older = this;

    private Entry() {}

    /** The key. */
    @SuppressWarnings("NullAway") // only the ring's head has none, and it is never handed out
    public K key() {
      return key;
    }

    /** The value. */
    @SuppressWarnings("NullAway") // as above
    public V value() {
      return value;
    }

    /** Replaces the value by one of the same cost. */
    public void value(V newValue) {
      value = newValue;
    }

    /** The time at which it expires, in milliseconds, or 0 for never. */
    public long expires() {
      return expires;
    }

    /** Sets the time at which it expires, in milliseconds, or 0 for never. */
    public void expires(long time) {
      expires = time;
    }

    /** The user's flags. */
    public int flags() {
      return flags;
    }

    /** Sets the user's flags. */
    public void flags(int newFlags) {
      flags = newFlags;
    }

    /** The bytes that it counts for. */
    public long cost() {
      return cost;
    }

    /** Whether it has expired at this time. */
    public boolean expiredAt(long now) {
      return expires != 0 && expires <= now;
    }

    private void unlink() {
      newer.older = older;
      older.newer = newer;
      newer = this;
      older = this;
    }

    private void linkAfter(Entry<K, V> head) {
      older = head.older;
      newer = head;
      head.older.newer = this;
      head.older = this;
    }
  }

  /** An empty zone of this name and size in bytes. */
  public LruZone(String name, long size) {
    this.name = name;
    this.size = size;
    this.budget = new SlabBudget(size);
  }

  /** The zone's name in the configuration. */
  public String name() {
    return name;
  }

  /** The configured size in bytes. */
  public long size() {
    return size;
  }

  /** Bytes in pages that nobody uses. */
  public long freeBytes() {
    return budget.freeBytes();
  }

  /** The lock that stands around every use. */
  public ReentrantLock lock() {
    return lock;
  }

  /** The number of entries, expired ones included. */
  public int count() {
    return entries.size();
  }

  /** The entry of a key, expired or not; it becomes the most recently used one. */
  public @Nullable Entry<K, V> use(K key) {
    Entry<K, V> entry = entries.get(key);
    if (entry != null && ring.older != entry) {
      entry.unlink();
      entry.linkAfter(ring);
    }
    return entry;
  }

  /** The entry of a key, expired or not, without a change of the order. */
  public @Nullable Entry<K, V> peek(K key) {
    return entries.get(key);
  }

  /**
   * Adds an entry as the most recently used one, or returns null when the budget has no room. There
   * must be none of this key.
   */
  public @Nullable Entry<K, V> insert(K key, V value, long cost) {
    if (!budget.take(cost)) {
      return null;
    }
    Entry<K, V> entry = new Entry<>();
    entry.key = key;
    entry.value = value;
    entry.cost = cost;
    entries.put(key, entry);
    entry.linkAfter(ring);
    return entry;
  }

  /** Takes an entry out. */
  public void remove(Entry<K, V> entry) {
    entries.remove(entry.key);
    entry.unlink();
    budget.release(entry.cost);
  }

  /** Takes room for a part of an entry's value, such as a list's node; false without room. */
  public boolean take(long bytes) {
    return budget.take(bytes);
  }

  /** Gives room back that {@link #take} took. */
  public void release(long bytes) {
    budget.release(bytes);
  }

  /** The least recently used entry. */
  public @Nullable Entry<K, V> oldest() {
    return ring.newer == ring ? null : ring.newer;
  }

  /** The most recently used entry. */
  public @Nullable Entry<K, V> newest() {
    return ring.older == ring ? null : ring.older;
  }

  /** The entry used next after the given one. */
  public @Nullable Entry<K, V> newerThan(Entry<K, V> entry) {
    return entry.newer == ring ? null : entry.newer;
  }

  /** The entry used last before the given one. */
  public @Nullable Entry<K, V> olderThan(Entry<K, V> entry) {
    return entry.older == ring ? null : entry.older;
  }
}
