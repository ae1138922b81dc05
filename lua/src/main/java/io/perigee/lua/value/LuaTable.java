package io.perigee.lua.value;

import java.util.Arrays;

/**
 * A Lua table (manual 2.2): an array part for the keys 1 to n, and fields for all other keys. Every
 * access here is raw; metamethods are the business of {@code runtime}.
 *
 * <p>Fields: at first the table is a record, whose string keys and metatable are said by its {@link
 * Shape} and whose values lie in slots. Constant names extend the record; a computed key, a key
 * that is no string, or too many names turn it into a dictionary, an open-addressing hash whose
 * place numbers are the slots. A removed key stays in place with a nil value until the next growth,
 * so clearing fields while traversing is safe.
 *
 * <p>Array part: {@code bound} is the number of keys that live in it whether set or not, grown by
 * the rule of {@link KeyCensus}, so that {@code #} finds the same border as LuaJIT where there are
 * holes. {@code size} is one past the last element that is not nil; without holes it is the border.
 * While all elements are numbers and there are no holes they lie in a {@code double[]}, and {@code
 * array} is empty.
 */
public final class LuaTable {
  private static final Object[] NONE = {};
  private static final double[] NO_NUMBERS = {};
  private static final int FEW = 4;
  private static final int MAX_ROOM = 1 << 26;

  Shape shape = Shape.EMPTY;
  Object[] slots = NONE;
  private Object[] keys;
  private int used;
  private Object[] array = NONE;
  private double[] numbers = NO_NUMBERS;
  private int size;
  private int bound;
  private boolean holes;
  private Mount mount;
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
      slots = new Object[Math.min(fieldRoom, MAX_ROOM)];
    }
  }

  /** A record of this shape with these values, nil for absent fields; the array is given up. */
  public static LuaTable ofRecord(Shape shape, Object[] values) {
    LuaTable table = new LuaTable();
    table.shape = shape;
    table.slots = values;
    return table;
  }

  /** A table whose array part is {@code elements}, which the caller gives up; nils are holes. */
  public static LuaTable ofArray(Object... elements) {
    LuaTable table = new LuaTable();
    table.bound = elements.length;
    if (elements.length >= FEW && table.unbox(elements)) {
      return table;
    }
    table.array = elements;
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

  private boolean unbox(Object[] elements) {
    for (Object element : elements) {
      if (!(element instanceof Double)) {
        return false;
      }
    }
    numbers = new double[elements.length];
    for (int i = 0; i < elements.length; i++) {
      numbers[i] = (Double) elements[i];
    }
    size = elements.length;
    return true;
  }

  /** The value of a key, nil when absent. */
  public Object get(Object key) {
    if (key instanceof LuaString s) {
      return get(s);
    }
    if (key instanceof Double d) {
      return getNumber(d);
    }
    if (keys == null || key == null) {
      return null;
    }
    int i = Keys.find(keys, key);
    return i < 0 ? getWeak(key) : slots[i];
  }

  /** The value of a string key. */
  public Object get(LuaString key) {
    Object[] k = keys;
    if (k == null) {
      int slot = shape.find(key);
      return slot < 0 ? null : NumberCell.open(slots[slot]);
    }
    int i = Keys.find(k, key);
    return i < 0 ? getWeak(key) : NumberCell.open(slots[i]);
  }

  private Object getWeak(Object key) {
    return weak == null ? null : weak.get(key);
  }

  /** The value of an integer key. */
  public Object getInt(int key) {
    int i = key - 1;
    Object[] a = array;
    if (i >= 0 && i < a.length) {
      Object v = a[i];
      return v != null || i < bound ? v : getOutside(key);
    }
    double[] n = numbers;
    return i >= 0 && i < n.length && i < size ? (Object) n[i] : getOutside(key);
  }

  /** The number of an integer key in the array part; NaN when there is none. */
  public double numberAt(int key) {
    int i = key - 1;
    double[] n = numbers;
    if (i >= 0 && i < n.length && i < size) {
      return n[i];
    }
    Object[] a = array;
    return i >= 0 && i < a.length && a[i] instanceof Double d ? d : Double.NaN;
  }

  /** The value of a number key. */
  public Object getNumber(double key) {
    int i = (int) key;
    return i == key ? getInt(i) : getOutside(key);
  }

  private Object getOutside(double key) {
    if (keys == null) {
      return null;
    }
    int i = Keys.find(keys, key);
    return i < 0 ? getWeak(key + 0.0) : slots[i];
  }

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
    if (mount != null && key.isMetaName()) {
      mount.forget();
    }
    if (keys == null) {
      int slot = shape.find(key);
      if (slot >= 0) {
        slots[slot] = value;
        return;
      }
      if (value == null) {
        return;
      }
    }
    putField(key, value);
  }

  /**
   * Sets the field of a constant name: like {@link #put(LuaString, Object)}, but a name that a
   * record lacks extends it.
   */
  public void putConstant(LuaString key, Object value) {
    if (keys == null && value != null && shape.find(key) < 0 && !key.isMetaName()) {
      Shape wider = shape.with(key);
      if (wider != null) {
        extend(wider, value);
        return;
      }
    }
    put(key, value);
  }

  /** Moves to a record with one name more; for this class and access sites. */
  public void extend(Shape wider, Object value) {
    int slot = wider.count() - 1;
    Object[] s = slots;
    if (slot >= s.length) {
      s = Arrays.copyOf(s, Math.max(FEW, slot * 2));
      slots = s;
    }
    s[slot] = value;
    shape = wider;
  }

  /** Sets or removes the field of a Latin-1 name; for libraries. */
  public void put(String name, Object value) {
    put(LuaString.intern(name), value);
  }

  /** Sets or removes the element of an integer key. */
  public void putInt(int key, Object value) {
    int i = key - 1;
    Object[] a = array;
    if (value != null && i >= 0 && i < a.length) {
      if (i < size) {
        a[i] = value;
        return;
      }
      if (i == size && i < bound) {
        a[i] = value;
        size = i + 1;
        return;
      }
    }
    if (value instanceof Double d) {
      putInt(key, d.doubleValue());
      return;
    }
    putIntSlow(key, value);
  }

  /** Sets the element of an integer key to a number. */
  public void putInt(int key, double value) {
    int i = key - 1;
    double[] n = numbers;
    if (i >= 0 && i < n.length) {
      if (i < size) {
        n[i] = value;
        return;
      }
      if (i == size && i < bound) {
        n[i] = value;
        size = i + 1;
        return;
      }
    }
    putIntSlow(key, value);
  }

  /** Sets or removes the field of a number key. */
  public void putNumber(double key, Object value) {
    int i = (int) key;
    if (i == key) {
      putInt(i, value);
    } else if (Double.isNaN(key)) {
      throw new LuaFault(LuaString.of("table index is NaN"));
    } else {
      putField(Double.valueOf(key), value);
    }
  }

  private void putIntSlow(int key, Object value) {
    int i = key - 1;
    if (i >= 0 && i < bound) {
      putInside(i, value);
    } else if (value != null
        && i == bound
        && i == size
        && weak == null
        && (!holes || census(size + 1).bestBound() > size)) {
      grow(i + 1, value);
      putInside(i, value);
    } else if (value != null && key > bound && reaches(key)) {
      putInside(i, value);
    } else {
      putField(Double.valueOf(key), value);
    }
  }

  private KeyCensus census(int extra) {
    KeyCensus census = new KeyCensus();
    census.addInteger(extra);
    census.addElements(array, numbers, size);
    return census;
  }

  /** A key beyond the array part of a table without fields: the array part may reach it. */
  private boolean reaches(int key) {
    boolean hasFields = keys != null || shape.count() > 0;
    int wanted = hasFields || key > KeyCensus.LARGEST ? 0 : census(key).bestBound();
    if (wanted < key) {
      return false;
    }
    bound = wanted;
    reserve();
    return true;
  }

  private void putInside(int i, Object value) {
    if (numbers.length > 0) {
      if (value == null && i >= size - 1) {
        size = Math.min(size, i);
        return;
      }
      if (i <= size && value instanceof Double d) {
        numbers[i] = d;
        size = Math.max(size, i + 1);
        return;
      }
      box();
    }
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

  /** Gives up the double[] for an array of any values. */
  private void box() {
    Object[] boxed = new Object[numbers.length];
    for (int i = 0; i < size; i++) {
      boxed[i] = numbers[i];
    }
    array = boxed;
    numbers = NO_NUMBERS;
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
    if (keys == null) {
      if (value == null) {
        return;
      }
      toDictionary();
    }
    int i = Keys.find(keys, key);
    if (i >= 0) {
      slots[i] = value;
    } else if (weak != null) {
      weak.put(key, value);
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
    if (shape.absenceMatters()) {
      shape = dictionaryShape(shape.metatable());
    }
    int i = Keys.free(keys, key);
    keys[i] = key;
    slots[i] = value;
    used++;
  }

  private void toDictionary() {
    Shape record = shape;
    Object[] values = slots;
    int capacity = capacityFor(Math.max(record.count() + 1, values.length));
    keys = new Object[capacity];
    slots = new Object[capacity];
    used = 0;
    shape = dictionaryShape(record.metatable());
    for (int slot = 0; slot < record.count() && slot < values.length; slot++) {
      if (values[slot] != null) {
        place(record.key(slot), values[slot]);
      }
    }
  }

  private void place(Object key, Object value) {
    int i = Keys.free(keys, key);
    keys[i] = key;
    slots[i] = value;
    used++;
  }

  private static int capacityFor(int fields) {
    int needed = fields + (fields >> 1);
    return needed <= FEW ? FEW : Integer.highestOneBit(needed - 1) << 1;
  }

  /** Makes room in the array part for {@code needed} dense elements, the last being this one. */
  private void grow(int needed, Object last) {
    int n = Integer.highestOneBit(needed);
    bound = Math.max(n < needed ? n << 1 : n, 2);
    if (size == 0 && last instanceof Double && keys == null) {
      array = NONE;
      numbers = new double[Math.max(bound, FEW)];
    } else {
      reserve();
    }
    if (keys != null) {
      adopt();
    }
  }

  /** Makes room for the open end of a constructor, where LuaJIT takes one element too many. */
  public void extend(int before, int more) {
    if (more > 0 && before + more > bound) {
      bound = before + more + 1;
      reserve();
      if (keys != null) {
        adopt();
      }
    }
  }

  private void reserve() {
    if (numbers.length > 0) {
      if (numbers.length < bound) {
        numbers = Arrays.copyOf(numbers, bound);
      }
    } else if (array.length < bound) {
      array = Arrays.copyOf(array, Math.max(bound, FEW));
    }
  }

  /** Moves the integer keys that now belong to the array part out of the dictionary. */
  private void adopt() {
    boolean moved = false;
    for (int i = 0; i < keys.length; i++) {
      if (slots[i] != null && keys[i] instanceof Double d && isInArray(d)) {
        Object value = slots[i];
        slots[i] = null;
        putInside((int) (double) d - 1, value);
        moved = true;
      }
    }
    if (moved && numbers.length == 0) {
      int i = 0;
      while (i < size && array[i] != null) {
        i++;
      }
      holes = i < size;
    }
  }

  private boolean isInArray(double key) {
    return key >= 1 && key <= bound && key == (int) key;
  }

  /** Rebuilds both parts for one more key: the counting rule of Lua's tables. */
  private void rehash(Object extra) {
    KeyCensus census = KeyCensus.of(extra, keys, slots);
    if (census != null) {
      census.addElements(array, numbers, size);
      int wanted = census.bestBound();
      if (wanted > bound) {
        bound = wanted;
        reserve();
        adopt();
      }
    }
    int live = 1;
    for (Object value : slots) {
      live += value == null ? 0 : 1;
    }
    resize(capacityFor(live));
  }

  private void resize(int capacity) {
    Object[] oldKeys = keys;
    Object[] oldValues = slots;
    keys = new Object[capacity];
    slots = new Object[capacity];
    used = 0;
    shape = dictionaryShape(shape.metatable());
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != null) {
        place(oldKeys[i], oldValues[i]);
      }
    }
  }

  /** A border, as the operator {@code #} gives it (Lua manual 2.5.5). */
  public int length() {
    if (!holes && (size < bound || keys == null)) {
      return size;
    }
    return weak == null ? searchBorder() : weak.border();
  }

  private int searchBorder() {
    int high = bound;
    if (high > 0 && getInt(high) == null) {
      int low = 0;
      while (high - low > 1) {
        int middle = (low + high) >>> 1;
        if (getInt(middle) == null) {
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
    if (position >= 1 && position <= n && n == size && !holes && value != null) {
      putInt(n + 1, getInt(n));
      Object elements = numbers.length > 0 ? numbers : array;
      if (size == n + 1) {
        System.arraycopy(elements, position - 1, elements, position, n - position);
        putInt(position, value);
        return;
      }
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
      Object elements = numbers.length > 0 ? numbers : array;
      System.arraycopy(elements, position, elements, position - 1, n - position);
      putInt(n, null);
      return removed;
    }
    for (int i = position; i < n; i++) {
      putInt(i, getInt(i + 1));
    }
    putInt(n, null);
    return removed;
  }

  /** Removes all fields; the room and the names of a record stay (table.clear). */
  public void clear() {
    Arrays.fill(array, null);
    Arrays.fill(slots, null);
    if (keys != null) {
      Arrays.fill(keys, null);
      shape = dictionaryShape(shape.metatable());
    }
    size = 0;
    used = 0;
    holes = false;
    if (mount != null) {
      mount.forget();
    }
    if (weak != null) {
      weak = new WeakEntries(weak.weakKeys(), weak.weakValues());
    }
  }

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
    if (keys != null) {
      return bound + found(Keys.find(keys, key)) + 1;
    }
    return bound + found(key instanceof LuaString s ? shape.find(s) : -1) + 1;
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
    if (i < bound) {
      if (numbers.length > 0) {
        if (i < size) {
          return i;
        }
        i = bound;
      }
      for (; i < bound; i++) {
        if (array[i] != null) {
          return i;
        }
      }
    }
    int last = bound + (keys == null ? shape.count() : slots.length);
    for (; i < last; i++) {
      if (slots[i - bound] != null) {
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
    if (cursor < bound) {
      return Double.valueOf(cursor + 1);
    }
    return keys == null ? shape.key(cursor - bound) : keys[cursor - bound];
  }

  /** The value at a cursor that {@link #advance} gave. */
  public Object valueAt(int cursor) {
    if (weak != null) {
      return weak.valueAt(cursor);
    }
    return cursor < bound ? getInt(cursor + 1) : NumberCell.open(slots[cursor - bound]);
  }

  /** The metatable, or nil. */
  public LuaTable metatable() {
    return shape.metatable();
  }

  /** Sets the metatable; a {@code __mode} in it makes this table weak from now on. */
  public void metatable(LuaTable table) {
    if (keys == null) {
      Shape other = shape.remount(table);
      if (other == null) {
        toDictionary();
        shape = dictionaryShape(table);
      } else {
        shape = other;
      }
    } else {
      shape = dictionaryShape(table);
    }
    Object mode = table == null ? null : table.metamethod(Metamethod.MODE);
    if (mode instanceof LuaString || weak != null) {
      weaken(mode instanceof LuaString s ? s.toString() : "");
    }
  }

  private static Shape dictionaryShape(LuaTable metatable) {
    if (metatable == null) {
      return Shape.DICTIONARY;
    }
    return metatable.mount().dictionary();
  }

  /** The empty record shape of the tables that have this one as metatable. */
  Shape recordShape() {
    return mount().record();
  }

  private Mount mount() {
    if (mount == null) {
      mount = new Mount(this);
    }
    return mount;
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
    numbers = NO_NUMBERS;
    bound = 0;
    keys = NONE;
    slots = NONE;
    shape = dictionaryShape(shape.metatable());
    if (weakKeys || weakValues) {
      weak = entries;
    } else {
      entries.copyTo(this);
    }
  }

  /** The handler that this table, used as a metatable, has for an event; absence is remembered. */
  public Object metamethod(Metamethod event) {
    return mount().metamethod(this, event);
  }

  /** The shape, the first thing that a site compares. */
  public Shape shape() {
    return shape;
  }

  /** The value in a slot that the shape says. */
  public Object slot(int slot) {
    return NumberCell.open(slots[slot]);
  }

  /** Sets a slot that the shape says. */
  public void slot(int slot, Object value) {
    slots[slot] = value;
  }

  /** Whether a slot holds a number that sites change in place. */
  public boolean isCell(int slot) {
    return slots[slot] instanceof NumberCell;
  }

  /** The content of a slot that is no cell. */
  public Object plain(int slot) {
    return slots[slot];
  }

  /** The number in a slot that is a cell. */
  public double cell(int slot) {
    return ((NumberCell) slots[slot]).value();
  }

  /** Sets a slot to a number, making a cell of it. */
  public void cell(int slot, double value) {
    if (slots[slot] instanceof NumberCell cell) {
      cell.value(value);
    } else {
      slots[slot] = new NumberCell(value);
    }
  }

  /** The slot of a name that is present or was; -1 when absent. */
  public int slotOf(LuaString key) {
    return keys == null ? shape.find(key) : Keys.find(keys, key);
  }

  /** Makes the shape of a dictionary its own, so that sites may rely on it; false for weak ones. */
  public boolean stabilize() {
    if (weak != null) {
      return false;
    }
    if (!shape.isStable()) {
      shape = shape.owned();
    }
    return true;
  }
}
