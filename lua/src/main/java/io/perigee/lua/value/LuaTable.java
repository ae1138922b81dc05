package io.perigee.lua.value;

import java.util.Arrays;

/**
 * A Lua table (manual 2.2): an array part for the keys 1 to n and an open-addressing dictionary for
 * all other keys. Every access here is raw; metamethods are the business of {@code runtime}.
 *
 * <p>Array part: {@code bound} is the number of keys that live in it whether set or not, grown by
 * the rule that more than half of a power of two must be in use, so that {@code #} finds the same
 * border as LuaJIT when there are holes. {@code size} is one past the last element that is not nil;
 * without holes it is the border.
 *
 * <p>Dictionary: a removed key stays in place with a nil value until the next growth, so clearing
 * fields while traversing is safe.
 */
public final class LuaTable {
  private static final Object[] NONE = {};
  private static final int FEW = 4;
  private static final int MAX_BITS = 26;

  private Object[] array = NONE;
  private int size;
  private int bound;
  private boolean holes;
  private Object[] keys = NONE;
  private Object[] values = NONE;
  private int used;
  private LuaTable metatable;
  private int absent;
  private WeakEntries weak;

  /** An empty table. */
  public LuaTable() {}

  /** An empty table with room for so many array elements and other fields. */
  public LuaTable(int arrayRoom, int fieldRoom) {
    if (arrayRoom > 0) {
      array = new Object[arrayRoom];
      bound = arrayRoom;
    }
    if (fieldRoom > 0) {
      int capacity = capacityFor(fieldRoom);
      keys = new Object[capacity];
      values = new Object[capacity];
    }
  }

  /** A table whose array part is {@code elements}, which the caller gives up; nils are holes. */
  public static LuaTable ofArray(Object... elements) {
    LuaTable table = new LuaTable();
    table.array = elements;
    table.bound = elements.length;
    int n = elements.length;
    while (n > 0 && elements[n - 1] == null) {
      n--;
    }
    table.size = n;
    for (int i = 0; i < n; i++) {
      if (elements[i] == null) {
        table.holes = true;
        break;
      }
    }
    return table;
  }

  // ---- reading ----

  /** The value of a key, nil when absent. */
  public Object get(Object key) {
    if (key instanceof LuaString s) {
      return get(s);
    }
    if (key instanceof Double d) {
      return getNumber(d);
    }
    if (weak != null) {
      return weak.get(key);
    }
    int i = key == null ? -1 : Keys.find(keys, key);
    return i < 0 ? null : values[i];
  }

  /** The value of a string key. */
  public Object get(LuaString key) {
    if (weak != null) {
      return weak.get(key);
    }
    int i = Keys.find(keys, key);
    return i < 0 ? null : values[i];
  }

  /** The value of an integer key. */
  public Object getInt(int key) {
    int i = key - 1;
    Object[] a = array;
    if (i >= 0 && i < a.length) {
      return a[i];
    }
    return getOutside(key);
  }

  /** The value of a number key. */
  public Object getNumber(double key) {
    int i = (int) key;
    return getIntOrNumber(i, key);
  }

  private Object getIntOrNumber(int i, double key) {
    return i == key ? getInt(i) : getOutside(key);
  }

  private Object getOutside(double key) {
    if (weak != null) {
      return weak.get(Double.valueOf(key + 0.0));
    }
    if (used == 0) {
      return null;
    }
    int i = Keys.find(keys, key);
    return i < 0 ? null : values[i];
  }

  // ---- writing ----

  /** Sets a field, or removes it when the value is nil; a nil or NaN key is an error. */
  public void put(Object key, Object value) {
    if (key instanceof LuaString s) {
      put(s, value);
    } else if (key instanceof Double d) {
      putNumber(d, value);
    } else if (key == null) {
      throw new LuaFault(LuaString.of("table index is nil"));
    } else {
      putField(key, value);
    }
  }

  /** Sets or removes the field of a string key. */
  public void put(LuaString key, Object value) {
    if (weak != null) {
      weak.put(key, value);
      return;
    }
    int i = Keys.find(keys, key);
    if (i >= 0) {
      values[i] = value;
    } else if (value != null) {
      insert(key, value);
    }
    if (key.isMetaName()) {
      absent = 0;
    }
  }

  /** Sets or removes the field of a Latin-1 name; for libraries. */
  public void put(String name, Object value) {
    put(LuaString.intern(name), value);
  }

  /** Sets or removes the element of an integer key. */
  public void putInt(int key, Object value) {
    int i = key - 1;
    if (value != null && i >= 0 && i <= size && i < bound) {
      array[i] = value;
      if (i == size) {
        size = i + 1;
      }
      return;
    }
    putIntSlow(key, value);
  }

  /** Sets or removes the field of a number key. */
  public void putNumber(double key, Object value) {
    int i = (int) key;
    if (i == key) {
      putInt(i, value);
    } else if (key != key) {
      throw new LuaFault(LuaString.of("table index is NaN"));
    } else {
      putField(Double.valueOf(key), value);
    }
  }

  private void putIntSlow(int key, Object value) {
    int i = key - 1;
    if (weak != null) {
      weak.put(Double.valueOf(key), value);
    } else if (i >= 0 && i < bound) {
      putInside(i, value);
    } else if (value != null && i == bound && i == size && !holes) {
      grow(i + 1);
      putInside(i, value);
    } else {
      putField(Double.valueOf(key), value);
    }
  }

  private void putInside(int i, Object value) {
    if (value != null) {
      array[i] = value;
      if (i >= size) {
        holes |= i > size;
        size = i + 1;
      }
    } else if (i < size) {
      array[i] = null;
      if (i == size - 1) {
        shrink();
      } else {
        holes = true;
      }
    }
  }

  private void shrink() {
    int n = size - 1;
    if (holes) {
      while (n > 0 && array[n - 1] == null) {
        n--;
      }
      holes = n > 0;
    }
    size = n;
  }

  private void putField(Object key, Object value) {
    if (weak != null) {
      weak.put(key, value);
      return;
    }
    int i = Keys.find(keys, key);
    if (i >= 0) {
      values[i] = value;
    } else if (value != null) {
      insert(key, value);
    }
  }

  private void insert(Object key, Object value) {
    if (used >= keys.length - (keys.length >> 2)) {
      rehash(key);
      if (key instanceof Double d && isInArray(d)) {
        putInside((int) (double) d - 1, value);
        return;
      }
    }
    int i = Keys.free(keys, key);
    keys[i] = key;
    values[i] = value;
    used++;
  }

  // ---- growth ----

  private static int capacityFor(int fields) {
    int needed = fields + (fields >> 1);
    return needed <= FEW ? FEW : Integer.highestOneBit(needed - 1) << 1;
  }

  /** Makes room in the array part for {@code needed} dense elements. */
  private void grow(int needed) {
    int n = Integer.highestOneBit(needed);
    bound = n < needed ? n << 1 : n;
    reserve();
    if (used > 0) {
      adopt();
    }
  }

  private void reserve() {
    if (array.length < bound) {
      array = Arrays.copyOf(array, Math.max(bound, FEW));
    }
  }

  /** Moves the integer keys that now belong to the array part out of the dictionary. */
  private void adopt() {
    for (int i = 0; i < keys.length; i++) {
      if (values[i] != null && keys[i] instanceof Double d && isInArray(d)) {
        Object value = values[i];
        values[i] = null;
        putInside((int) (double) d - 1, value);
      }
    }
    int i = 0;
    while (i < size && array[i] != null) {
      i++;
    }
    holes = i < size;
  }

  private boolean isInArray(double key) {
    return key >= 1 && key <= bound && key == (int) key;
  }

  /** Rebuilds both parts for one more key: the counting rule of Lua's tables. */
  private void rehash(Object extra) {
    int[] bins = new int[MAX_BITS + 1];
    int live = 1;
    int integers = count(bins, extra);
    for (int i = 0; i < keys.length; i++) {
      if (values[i] != null) {
        live++;
        integers += count(bins, keys[i]);
      }
    }
    if (integers > 0) {
      countArray(bins);
      int wanted = bestBound(bins);
      if (wanted > bound) {
        bound = wanted;
        reserve();
        adopt();
      }
    }
    resize(capacityFor(live));
  }

  private void resize(int capacity) {
    Object[] oldKeys = keys;
    Object[] oldValues = values;
    keys = new Object[capacity];
    values = new Object[capacity];
    used = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != null) {
        int j = Keys.free(keys, oldKeys[i]);
        keys[j] = oldKeys[i];
        values[j] = oldValues[i];
        used++;
      }
    }
  }

  /** Counts a key into the bin of its power of two; bin b holds the keys over 2^(b-1) to 2^b. */
  private static int count(int[] bins, Object key) {
    if (key instanceof Double d && d >= 1 && d <= 1 << MAX_BITS && d == (int) (double) d) {
      bins[bin((int) (double) d)]++;
      return 1;
    }
    return 0;
  }

  private static int bin(int key) {
    return 32 - Integer.numberOfLeadingZeros(key - 1);
  }

  private void countArray(int[] bins) {
    for (int i = 0; i < size; i++) {
      if (array[i] != null) {
        bins[bin(i + 1)]++;
      }
    }
  }

  private static int bestBound(int[] bins) {
    int sum = 0;
    int best = 0;
    for (int b = 0; b <= MAX_BITS; b++) {
      sum += bins[b];
      if (sum > (1 << b) >> 1) {
        best = 1 << b;
      }
    }
    return best;
  }

  // ---- length and list operations ----

  /** A border, as the operator {@code #} gives it (Lua manual 2.5.5). */
  public int length() {
    if (weak != null) {
      return weak.border();
    }
    if (!holes && (size < bound || used == 0)) {
      return size;
    }
    return searchBorder();
  }

  private int searchBorder() {
    int high = bound;
    if (high > 0 && array[high - 1] == null) {
      int low = 0;
      while (high - low > 1) {
        int middle = (low + high) >>> 1;
        if (array[middle - 1] == null) {
          high = middle;
        } else {
          low = middle;
        }
      }
      return low;
    }
    while (getOutside(high + 1) != null) {
      high++;
    }
    return high;
  }

  /** Inserts before a position, moving later elements up (table.insert). */
  public void insert(int position, Object value) {
    int n = length();
    if (position >= 1 && position <= n && n == size && n < bound && value != null && !holes) {
      System.arraycopy(array, position - 1, array, position, n - position + 1);
      array[position - 1] = value;
      size = n + 1;
      return;
    }
    for (int i = n; i >= position; i--) {
      putInt(i + 1, getInt(i));
    }
    putInt(position, value);
  }

  /** Removes the element at a position, moving later elements down (table.remove). */
  public Object remove(int position) {
    int n = length();
    Object removed = getInt(position);
    if (position >= 1 && position <= n && n == size && !holes) {
      System.arraycopy(array, position, array, position - 1, n - position);
      array[n - 1] = null;
      size = n - 1;
      return removed;
    }
    for (int i = position; i < n; i++) {
      putInt(i, getInt(i + 1));
    }
    putInt(n, null);
    return removed;
  }

  /** Removes all fields; the room stays (table.clear). */
  public void clear() {
    Arrays.fill(array, null);
    Arrays.fill(keys, null);
    Arrays.fill(values, null);
    size = 0;
    used = 0;
    holes = false;
    absent = 0;
    if (weak != null) {
      weak = new WeakEntries(weak.weakKeys(), weak.weakValues());
    }
  }

  // ---- traversal ----

  /** The cursor behind a key, from where {@link #advance} goes on; 0 for nil. */
  public int nextIndex(Object key) {
    if (key == null) {
      return 0;
    }
    if (weak != null) {
      return found(weak.indexOf(key)) + 1;
    }
    if (key instanceof Double d && isInArray(d)) {
      return (int) (double) d;
    }
    return bound + found(Keys.find(keys, key)) + 1;
  }

  private static int found(int index) {
    if (index < 0) {
      throw new LuaFault(LuaString.of("invalid key to 'next'"));
    }
    return index;
  }

  /** The first cursor from this one on that stands on a field, -1 at the end. */
  public int advance(int cursor) {
    int i = cursor;
    if (weak != null) {
      return weak.advance(i);
    }
    for (; i < bound; i++) {
      if (array[i] != null) {
        return i;
      }
    }
    for (; i - bound < values.length; i++) {
      if (values[i - bound] != null) {
        return i;
      }
    }
    return -1;
  }

  /** The key at a cursor that {@link #advance} gave. */
  public Object keyAt(int cursor) {
    if (weak != null) {
      return weak.keyAt(cursor);
    }
    return cursor < bound ? (Object) Double.valueOf(cursor + 1) : keys[cursor - bound];
  }

  /** The value at a cursor that {@link #advance} gave. */
  public Object valueAt(int cursor) {
    if (weak != null) {
      return weak.valueAt(cursor);
    }
    return cursor < bound ? array[cursor] : values[cursor - bound];
  }

  // ---- metatable ----

  /** The metatable, or nil. */
  public LuaTable metatable() {
    return metatable;
  }

  /** Sets the metatable; a {@code __mode} in it makes this table weak from now on. */
  public void metatable(LuaTable table) {
    metatable = table;
    Object mode = table == null ? null : table.metamethod(Metamethod.MODE);
    if (mode instanceof LuaString || weak != null) {
      weaken(mode instanceof LuaString s ? s.toString() : "");
    }
  }

  private void weaken(String mode) {
    boolean weakKeys = mode.indexOf('k') >= 0;
    boolean weakValues = mode.indexOf('v') >= 0;
    if (weak == null && !weakKeys && !weakValues) {
      return;
    }
    WeakEntries entries = new WeakEntries(weakKeys, weakValues);
    for (int i = advance(0); i >= 0; i = advance(i + 1)) {
      entries.put(keyAt(i), valueAt(i));
    }
    weak = null;
    clear();
    array = NONE;
    keys = NONE;
    values = NONE;
    bound = 0;
    if (weakKeys || weakValues) {
      weak = entries;
    } else {
      entries.copyTo(this);
    }
  }

  /** The handler that this table, used as a metatable, has for an event; absence is remembered. */
  public Object metamethod(Metamethod event) {
    if ((absent & event.bit()) != 0) {
      return null;
    }
    Object handler = get(event.key());
    if (handler == null) {
      absent |= event.bit();
    }
    return handler;
  }
}
