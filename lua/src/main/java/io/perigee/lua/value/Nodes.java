package io.perigee.lua.value;

/**
 * The keys of a table's hash part: chains over an array whose length is a power of two, where a key
 * may move to make room for one that hashes to its place (Brent's variation). The layout is
 * LuaJIT's, and so is the hash of numbers: with number keys alone {@code next} gives them in the
 * same order, and the part is full at the same moment, which decides what {@code #} says of tables
 * with holes.
 *
 * <p>The number of a key's place is also the index of its value, in an array that the table keeps,
 * because access sites look there. A key whose value is nil stays in place until another needs its
 * place or the part is made anew, so clearing fields while traversing is safe.
 *
 * <p>Keys are compared as Lua's raw equality compares them: strings and numbers by content, all
 * others by identity.
 */
@SuppressWarnings("ReferenceEquality") // a quick way before the comparison of contents
final class Nodes {
  private final Object[] keys;

  /** The place behind one in its chain, plus 1; 0 at the end. */
  private final int[] next;

  /** No place from here on is free. */
  private int free;

  Nodes(int capacity) {
    keys = new Object[Math.max(capacity, 1)];
    next = new int[keys.length];
    free = keys.length;
  }

  /** The capacity for so many keys: 0, or the next power of two from 2 on. */
  static int capacityFor(int count) {
    return count < 2 ? 2 * count : Integer.highestOneBit(count - 1) << 1;
  }

  int capacity() {
    return keys.length;
  }

  /** The key at a place, dead ones included; null where there was none. */
  Object key(int place) {
    return keys[place];
  }

  /** The place of a string key, -1 when absent. */
  int find(LuaString key) {
    Object[] all = keys;
    int i = key.hashCode() & (all.length - 1);
    do {
      Object k = all[i];
      if (k == key || (k instanceof LuaString s && s.contentEquals(key))) {
        return i;
      }
      i = next[i] - 1;
    } while (i >= 0);
    return -1;
  }

  /** The place of a number key, -1 when absent. */
  int find(double key) {
    Object[] all = keys;
    int i = hash(key) & (all.length - 1);
    do {
      if (all[i] instanceof Double d && d == key) {
        return i;
      }
      i = next[i] - 1;
    } while (i >= 0);
    return -1;
  }

  /** The place of any key, -1 when absent. */
  int find(Object key) {
    if (key instanceof LuaString s) {
      return find(s);
    }
    if (key instanceof Double d) {
      return find(d.doubleValue());
    }
    int i = main(key);
    do {
      if (keys[i] == key) {
        return i;
      }
      i = next[i] - 1;
    } while (i >= 0);
    return -1;
  }

  /** The number of keys that have a value; complemented when there are numbers among them. */
  int live(Object[] values) {
    int count = 0;
    boolean numbers = false;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        count++;
        numbers |= keys[i] instanceof Double;
      }
    }
    return numbers ? ~count : count;
  }

  /** Whether to add a key neither moves another nor takes the place of a dead one. */
  boolean isFree(Object key) {
    return keys[main(key)] == null;
  }

  /**
   * Takes a place for a key that is absent; -1 when the part is full. A key that moves takes its
   * value along.
   */
  int add(Object key, Object[] values) {
    int place = main(key);
    if (values[place] != null) {
      int spare = spare();
      if (spare < 0) {
        return -1;
      }
      // Only numbers move: the order of other keys is by chance in LuaJIT too.
      int owner = keys[place] instanceof Double ? main(keys[place]) : place;
      if (owner == place) {
        next[spare] = next[place];
        next[place] = spare + 1;
        place = spare;
      } else {
        move(place, spare, owner, values);
      }
    }
    keys[place] = key;
    return place;
  }

  /**
   * Adds the keys of other nodes that have a value to these empty ones; no number is among them.
   */
  void addAll(Nodes from, Object[] old, Object[] values) {
    for (int i = 0; i < old.length; i++) {
      Object value = old[i];
      if (value == null) {
        continue;
      }
      Object key = from.keys[i];
      int place = key instanceof LuaString s ? s.hashCode() & (keys.length - 1) : main(key);
      if (keys[place] != null) {
        int spare = spare();
        next[spare] = next[place];
        next[place] = spare + 1;
        place = spare;
      }
      keys[place] = key;
      values[place] = value;
    }
  }

  private int spare() {
    int i = free - 1;
    while (i >= 0 && keys[i] != null) {
      i--;
    }
    free = Math.max(i, 0);
    return i;
  }

  /** Moves a key out of a place that is the main one of another; its chain begins at the owner. */
  private void move(int from, int to, int owner, Object[] values) {
    int before = owner;
    while (next[before] != from + 1) {
      before = next[before] - 1;
    }
    next[before] = to + 1;
    keys[to] = keys[from];
    values[to] = values[from];
    next[to] = next[from];
    next[from] = 0;
    values[from] = null;
    rechain(to, from, values);
  }

  /**
   * Keys that took the place of dead ones may hang in the chain of others. Those behind a moved key
   * whose main place was left must be found from there again, and then all that are not in theirs.
   */
  private void rechain(int moved, int left, Object[] values) {
    int at = moved;
    boolean all = false;
    while (next[at] != 0) {
      int i = next[at] - 1;
      int main = values[i] == null ? -1 : main(keys[i]);
      if (main >= 0 && (all ? main != at && main != i : main == left)) {
        next[at] = next[i];
        next[i] = next[main];
        next[main] = i + 1;
        all = true;
      } else {
        at = i;
      }
    }
  }

  /** The place where a key's chain begins. */
  private int main(Object key) {
    int hash;
    if (key instanceof LuaString s) {
      hash = s.hashCode();
    } else if (key instanceof Double d) {
      hash = hash(d);
    } else if (key instanceof Boolean b) {
      hash = b ? 1 : 0;
    } else {
      int h = System.identityHashCode(key);
      hash = h ^ (h >>> 16);
    }
    return hash & (keys.length - 1);
  }

  private static int hash(double key) {
    long bits = Double.doubleToRawLongBits(key);
    int high = (int) (bits >>> 32) << 1;
    int low = (int) bits ^ high;
    high = Integer.rotateLeft(high, 14);
    low -= high;
    high = Integer.rotateLeft(high, 5) ^ low;
    return high - Integer.rotateLeft(low, 13);
  }
}
