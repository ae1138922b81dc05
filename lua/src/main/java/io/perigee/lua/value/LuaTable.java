package io.perigee.lua.value;

import java.util.Arrays;

/**
 * A Lua table (manual 2.2): an array part for the keys 1 to n, and fields for all other keys. Every
 * access here is raw; metamethods are the business of {@code runtime}.
 *
 * <p>Fields: at first the table is a record, whose string keys and metatable are said by its {@link
 * Shape} and whose values lie in slots. Constant names extend the record; a computed key, a key
 * that is no string, or too many names turn it into a dictionary, whose {@link Nodes} say in which
 * slot the value of a key lies.
 *
 * <p>So that {@code #} finds the same border as LuaJIT where there are holes, the parts grow and
 * shrink by its rules: all is counted anew when the hash part is full, the array part gets the size
 * that {@link KeyCensus} says, and an integer key behind it goes into the hash part while that has
 * room. A record counts as a hash part too. The element behind the array part of one that has names
 * stays with the elements and is only {@code spilled}, as to be a dictionary would make all names
 * slow. LuaJIT's array part has the key 0 as well, which here has a place of its own.
 */
public final class LuaTable extends ArrayPart {
  private static final int MAX_ROOM = 1 << 26;
  private static final int MOVES_BETWEEN_LOOKS = 4096;

  Shape shape = Shape.EMPTY;
  Object[] slots = NONE;

  /** The keys of a dictionary; null for a record. */
  private Nodes nodes;

  private Object zero;
  private Mount mount;
  private WeakEntries weak;

  /** The elements behind the array part of a record that were ever set. */
  private short spilled;

  /** The capacity of a record's hash part where it has more than its names need, as a power. */
  private byte room;

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
      room = power(Nodes.capacityFor(slots.length));
    }
  }

  /** A record of this shape with these values, nil for absent fields; the array is given up. */
  public static LuaTable ofRecord(Shape shape, Object[] values) {
    LuaTable table = new LuaTable();
    table.shape = shape;
    table.slots = values;
    if (shape.hasCells()) {
      table.makeCells();
    }
    return table;
  }

  private void makeCells() {
    for (int i = 0; i < slots.length; i++) {
      if (shape.isCell(i) && slots[i] instanceof Double d) {
        slots[i] = new NumberCell(d);
      }
    }
  }

  /**
   * A table whose array part is {@code elements}, which the caller gives up; nils are holes, and at
   * the end room.
   */
  public static LuaTable ofArray(Object... elements) {
    LuaTable table = new LuaTable();
    table.bound = elements.length;
    int n = elements.length;
    while (n > 0 && elements[n - 1] == null) {
      n--;
    }
    if (n >= FEW && table.unbox(elements, n)) {
      return table;
    }
    table.array = elements;
    table.size = n;
    table.findHoles();
    return table;
  }

  /** The value of a key, nil when absent. */
  public Object get(Object key) {
    if (key instanceof LuaString s) {
      return get(s);
    }
    if (key instanceof Double d) {
      return getNumber(d);
    }
    if (nodes == null || key == null) {
      return null;
    }
    int i = nodes.find(key);
    return i < 0 ? getWeak(key) : slots[i];
  }

  /** The value of a string key. */
  public Object get(LuaString key) {
    Nodes n = nodes;
    if (n == null) {
      int slot = shape.find(key);
      return slot < 0 ? null : NumberCell.open(slots[slot]);
    }
    int i = n.find(key);
    return i < 0 ? getWeak(key) : NumberCell.open(slots[i]);
  }

  private Object getWeak(Object key) {
    return weak == null ? null : weak.get(key);
  }

  /** The value of a number key. */
  public Object getNumber(double key) {
    int i = (int) key;
    return i == key ? getInt(i) : getOutside(key);
  }

  @Override
  Object getOutside(double key) {
    if (key == 0 && zero != null) {
      return zero;
    }
    if (nodes == null) {
      return null;
    }
    int i = nodes.find(key);
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
    if (nodes == null) {
      int slot = shape.find(key);
      if (slot >= 0) {
        slot(slot, value);
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
    if (nodes == null && value != null && shape.find(key) < 0 && !key.isMetaName()) {
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
    if ((bound | spilled) != 0 && slot + spilled >= capacity()) {
      extendFull(wider, value);
      return;
    }
    Object[] s = slots;
    if (slot >= s.length) {
      s = Arrays.copyOf(s, Math.max(FEW, slot * 2));
      slots = s;
    }
    s[slot] = wider.isCell(slot) && value instanceof Double d ? new NumberCell(d) : value;
    shape = wider;
  }

  private void extendFull(Shape wider, Object value) {
    LuaString key = wider.key(wider.count() - 1);
    rehash(key, null);
    if (nodes == null) {
      extend(wider, value);
    } else {
      put(key, value);
    }
  }

  /** Sets or removes the field of a Latin-1 name; for libraries. */
  public void put(String name, Object value) {
    put(LuaString.intern(name), value);
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

  @Override
  void putOutside(int key, Object value) {
    if (key == 0 && (bound > 0 || zero != null)) {
      zero = value;
    } else if (nodes == null) {
      putBehind(key, value);
    } else {
      putField(Double.valueOf(key), value);
    }
  }

  /** Sets an integer key that is not in the array part of this record. */
  private void putBehind(int key, Object value) {
    int i = key - 1;
    int names = shape.count();
    if (i >= bound && i < bound + spilled) {
      putInside(i, value);
    } else if (capacity() == 0 && i == bound && i == size && !holes && value != null) {
      bound = Nodes.capacityFor(key);
      reserve(bound, value);
      putInside(i, value);
    } else if (names > 0 && value == null) {
      return;
    } else if (names + spilled >= capacity()) {
      rehash(Double.valueOf(key), value);
      putInt(key, value);
    } else if (names > 0 && i == size && i == bound + spilled) {
      spilled++;
      reserve(bound + capacity() - names, value);
      putInside(i, value);
    } else {
      toDictionary();
      putField(Double.valueOf(key), value);
    }
  }

  private void putField(Object key, Object value) {
    if (nodes == null) {
      if (value == null && !(key instanceof Double)) {
        return;
      }
      if (shape.count() + spilled >= capacity()) {
        rehash(key, null);
        put(key, value);
        return;
      }
      toDictionary();
    }
    int i = nodes.find(key);
    if (i >= 0) {
      slots[i] = value;
    } else if (weak != null) {
      weak.put(key, value);
    } else if (value != null || key instanceof Double) {
      add(key, value);
    }
  }

  /** Adds a key; a number even without a value, because to LuaJIT the place is taken then. */
  private void add(Object key, Object value) {
    if (shape.isStable() && (shape.absenceMatters() || !nodes.isFree(key))) {
      shape = dictionaryShape(shape.metatable());
    }
    int i = nodes.add(key, slots);
    if (i >= 0) {
      slots[i] = value;
    } else {
      rehash(key, null);
      put(key, value);
    }
  }

  private void place(Object key, Object value) {
    slots[nodes.add(key, slots)] = value;
  }

  /** The number of keys that the hash part has room for. */
  private int capacity() {
    if (nodes != null) {
      return nodes.capacity();
    }
    return Math.max(room == 0 ? 0 : 1 << room, Nodes.capacityFor(shape.count()));
  }

  private static byte power(int capacity) {
    return (byte) (capacity == 0 ? 0 : Integer.numberOfTrailingZeros(capacity));
  }

  private void toDictionary() {
    Shape record = shape;
    Object[] values = slots;
    makeNodes(capacity());
    for (int slot = 0; slot < record.count() && slot < values.length; slot++) {
      if (values[slot] != null) {
        place(record.key(slot), values[slot]);
      }
    }
    moveOut(bound);
  }

  private void makeNodes(int capacity) {
    nodes = new Nodes(capacity);
    slots = new Object[nodes.capacity()];
    shape = dictionaryShape(shape.metatable());
    room = 0;
    spilled = 0;
  }

  /** Moves the elements behind a bound into the dictionary. */
  private void moveOut(int newBound) {
    if (newBound == 0 && zero != null) {
      place(0.0, zero);
      zero = null;
    }
    for (int i = newBound; i < size; i++) {
      Object value = element(i);
      if (value != null) {
        place(Double.valueOf(i + 1), value);
      }
    }
    cut(newBound);
    bound = newBound;
  }

  /** Counts the keys and one more, and gives both parts the sizes that they should have then. */
  private void rehash(Object extra, Object value) {
    if (nodes != null && bound == 0 && !(extra instanceof Double)) {
      int live = nodes.live(slots);
      if (live >= 0) {
        Nodes oldNodes = nodes;
        Object[] values = slots;
        makeNodes(Nodes.capacityFor(live + 1));
        nodes.addAll(oldNodes, values, slots);
        return;
      }
    }
    KeyCensus census = new KeyCensus();
    census.add(extra);
    count(census);
    if (zero != null) {
      census.add(0.0);
    }
    if (nodes == null) {
      census.addOthers(shape.count());
    } else {
      for (int i = 0; i < slots.length; i++) {
        if (slots[i] != null) {
          census.add(nodes.key(i));
        }
      }
    }
    int wanted = census.bestBound();
    resize(wanted, Nodes.capacityFor(census.outside()), value);
  }

  private void resize(int newBound, int capacity, Object coming) {
    if (nodes != null) {
      resizeDictionary(newBound, capacity);
    } else if ((size > newBound && newBound < bound) || (newBound == 0 && zero != null)) {
      room = power(capacity);
      toDictionary();
      moveOut(newBound);
    } else {
      room = power(capacity);
      bound = newBound;
      reserve(bound, coming);
      spilled = (short) Math.max(0, size - bound);
    }
  }

  private void resizeDictionary(int newBound, int capacity) {
    Nodes oldNodes = nodes;
    Object[] values = slots;
    if (capacity == 0) {
      nodes = null;
      slots = NONE;
      LuaTable metatable = shape.metatable();
      shape = metatable == null ? Shape.EMPTY : metatable.recordShape();
    } else {
      makeNodes(capacity);
    }
    if (newBound < bound) {
      moveOut(newBound);
    } else {
      bound = newBound;
      reserve(bound, null);
    }
    boolean moved = false;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        moved |= putAgain(oldNodes.key(i), values[i]);
      }
    }
    if (moved) {
      findHoles();
    }
  }

  /** Puts a field of the dictionary before; true when it belongs to the array part now. */
  private boolean putAgain(Object key, Object value) {
    if (!(key instanceof Double d) || !isInArray(d)) {
      place(key, value);
      return false;
    }
    if (d == 0) {
      zero = value;
    } else {
      putInside((int) (double) d - 1, value);
    }
    return true;
  }

  private boolean isInArray(double key) {
    return bound > 0 && key >= 0 && key <= bound && key == (int) key;
  }

  /** Makes room for the open end of a constructor, where LuaJIT takes one element too many. */
  public void extend(int before, int more) {
    if (more > 0 && before + more > bound) {
      resize(before + more + 1, capacity(), null);
    }
  }

  /** Makes both parts as large as this at least; for constructors. */
  public void reserve(int elements, int fields) {
    if (elements > bound || fields > capacity()) {
      int room = Math.max(capacity(), Nodes.capacityFor(fields));
      resize(Math.max(elements, bound), room, null);
    }
  }

  /** The size of the array part; for constructors. */
  public int arrayRoom() {
    return bound;
  }

  /** The size of the hash part; for constructors. */
  public int fieldRoom() {
    return capacity();
  }

  /** A border, as the operator {@code #} gives it (Lua manual 2.5.5): the one LuaJIT finds. */
  public int length() {
    if (!holes && (size < bound || nodes == null)) {
      return size;
    }
    if (weak != null) {
      return weak.border();
    }
    int inside = borderInside();
    if (inside >= 0) {
      return inside;
    }
    return capacity() == 0 ? bound : borderBehind();
  }

  /** Searches for a border from the end of the array part on, in steps that double. */
  private int borderBehind() {
    int low = bound;
    int high = low + 1;
    while (getInt(high) != null) {
      low = high;
      high += high;
      if (high < 0) {
        return low;
      }
    }
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

  /**
   * Inserts before a position, moving later elements up (table.insert). A position may be as low as
   * -2^31, so the moving can be stopped.
   */
  public void insert(int position, Object value, SafePoint safePoint) {
    int n = length();
    if (position >= 1 && position <= n && n == size && !holes && value != null) {
      putInt(n + 1, getInt(n));
      if (size == n + 1) {
        shift(position - 1, 1);
        putInt(position, value);
        return;
      }
    }
    for (int i = n; i >= position; i--) {
      putInt(i + 1, getInt(i));
      if ((i & (MOVES_BETWEEN_LOOKS - 1)) == 0) {
        safePoint.poll();
      }
    }
    putInt(position, value);
  }

  /** Removes the element at a position, moving later elements down (table.remove). */
  public Object remove(int position) {
    int n = length();
    Object removed = getInt(position);
    if (position >= 1 && position <= n && n == size && !holes) {
      shift(position, -1);
    } else {
      for (int i = position; i < n; i++) {
        putInt(i, getInt(i + 1));
      }
    }
    putInt(n, null);
    return removed;
  }

  /** Removes all fields; the room and the names of a record stay (table.clear). */
  public void clear() {
    Arrays.fill(array, null);
    Arrays.fill(slots, null);
    if (nodes != null) {
      nodes = new Nodes(nodes.capacity());
      shape = dictionaryShape(shape.metatable());
    }
    size = 0;
    holes = false;
    zero = null;
    spilled = 0;
    if (mount != null) {
      mount.forget();
    }
    if (weak != null) {
      weak = new WeakEntries(weak.weakKeys(), weak.weakValues());
    }
  }

  /**
   * The cursor behind a key, from where {@link #advance} goes on; 0 for nil. Cursors are the keys 0
   * to n of the array part, and then the fields.
   */
  public int nextIndex(Object key) {
    if (key == null) {
      return 0;
    }
    if (weak != null) {
      return found(weak.indexOf(key)) + 1;
    }
    int last = bound + spilled;
    if (key instanceof Double d && d >= 0 && d <= last && d == (int) (double) d) {
      if (d > 0 || bound > 0 || zero != null) {
        return (int) (double) d + 1;
      }
    }
    if (nodes != null) {
      return last + 2 + found(nodes.find(key));
    }
    return last + 2 + found(key instanceof LuaString s ? shape.find(s) : -1);
  }

  private static int found(int index) {
    if (index < 0) {
      throw new LuaFault(LuaString.of("invalid key to 'next'"));
    }
    return index;
  }

  /** The first cursor from this one on that stands on a field, -1 at the end. */
  public int advance(int cursor) {
    if (weak != null) {
      return weak.advance(cursor);
    }
    if (cursor == 0 && zero != null) {
      return 0;
    }
    int first = bound + spilled + 1;
    if (cursor < first) {
      int element = nextElement(Math.max(cursor - 1, 0));
      if (element >= 0) {
        return element + 1;
      }
    }
    int count = nodes == null ? shape.count() : slots.length;
    for (int i = Math.max(cursor - first, 0); i < count; i++) {
      if (slots[i] != null) {
        return first + i;
      }
    }
    return -1;
  }

  /** The key at a cursor that {@link #advance} gave. */
  public Object keyAt(int cursor) {
    if (weak != null) {
      return weak.keyAt(cursor);
    }
    int slot = cursor - bound - spilled - 1;
    if (slot < 0) {
      return Double.valueOf(cursor);
    }
    return nodes == null ? shape.key(slot) : nodes.key(slot);
  }

  /** The value at a cursor that {@link #advance} gave. */
  public Object valueAt(int cursor) {
    if (weak != null) {
      return weak.valueAt(cursor);
    }
    int slot = cursor - bound - spilled - 1;
    return slot < 0 ? getInt(cursor) : NumberCell.open(slots[slot]);
  }

  /** The metatable, or nil. */
  public LuaTable metatable() {
    return shape.metatable();
  }

  /** Sets the metatable; a {@code __mode} in it makes this table weak from now on. */
  public void metatable(LuaTable table) {
    if (nodes == null) {
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
    makeNodes(0);
    if (weakKeys || weakValues) {
      weak = entries;
    } else {
      resizeDictionary(0, 0);
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

  /** Sets a slot that the shape says; a cell remains one as long as it gets numbers. */
  public void slot(int slot, Object value) {
    if (value instanceof Double d && slots[slot] instanceof NumberCell cell) {
      cell.value(d);
    } else {
      slots[slot] = value;
    }
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
      shape.learnCell(slot);
    }
  }

  /** The slot of a name that is present or was; -1 when absent. */
  public int slotOf(LuaString key) {
    return nodes == null ? shape.find(key) : nodes.find(key);
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
