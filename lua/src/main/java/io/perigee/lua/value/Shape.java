package io.perigee.lua.value;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The hidden class of tables: which string keys live in which slot, and the metatable. An access
 * site that has seen a shape once needs one comparison to know a key's slot, or that the key is
 * absent and where the metatable's chain leads.
 *
 * <p>Three kinds. A <em>record</em> shape is shared by all tables that got the same constant names
 * in the same order; it never changes, and adding a name leads to another one, always the same. A
 * <em>dictionary</em> shape says only that the table keeps its own keys; sites may not rely on it.
 * An <em>owned</em> shape belongs to one dictionary table whose sites proved to be about that very
 * table (globals, modules, classes): as long as the table keeps it, no key changes its slot, and if
 * {@link #relyOnAbsence} was called, none is added.
 *
 * <p>A record shape learns for which names sites have changed numbers in place; tables that are
 * made later have a {@link NumberCell} there from the start, so that no site meets both forms for
 * long.
 *
 * <p>Record shapes without a metatable are shared by all VMs of the process, hence the concurrent
 * map; all others belong to one VM.
 */
@SuppressWarnings({"ReferenceEquality", "ArrayRecordComponent"}) // shapes and names are interned
public final class Shape {
  private static final LuaString[] NO_KEYS = {};

  /** The most names that a record may have before its table becomes a dictionary. */
  static final int MAX_KEYS = 32;

  /** The shape of a table without string keys and metatable. */
  static final Shape EMPTY = new Shape(Kind.RECORD, null, NO_KEYS, null);

  /** The dictionary shape without a metatable. */
  static final Shape DICTIONARY = new Shape(Kind.DICTIONARY, null, NO_KEYS, null);

  private static final int MAX_TRANSITIONS = 64;
  private static final int LINEAR = 6;

  private final Kind kind;
  private final LuaTable metatable;
  private final LuaString[] keys;
  private final int count;

  /** The record without the last name; null for those without names. */
  private final Shape narrower;

  /** The slots whose numbers are changed in place. A race may lose one; it is learned again. */
  private int cells;

  private boolean absenceMatters;
  private volatile Index index;
  private volatile Shape next;
  private volatile ConcurrentHashMap<LuaString, Shape> others;
  private volatile Shape remounted;

  private enum Kind {
    RECORD,
    DICTIONARY,
    OWNED
  }

  private Shape(Kind kind, LuaTable metatable, LuaString[] keys, Shape narrower) {
    this.kind = kind;
    this.metatable = metatable;
    this.keys = keys;
    this.count = kind == Kind.RECORD ? keys.length : 0;
    this.narrower = narrower;
  }

  /** The first record shape of tables with a metatable. */
  static Shape record(LuaTable metatable) {
    return new Shape(Kind.RECORD, metatable, NO_KEYS, null);
  }

  /** The dictionary shape of tables with a metatable. */
  static Shape dictionary(LuaTable metatable) {
    return new Shape(Kind.DICTIONARY, metatable, NO_KEYS, null);
  }

  /** The record with these distinct Latin-1 names in this order, without a metatable. */
  public static Shape of(String... names) {
    Shape shape = EMPTY;
    for (String name : names) {
      LuaString key = LuaString.intern(name);
      Shape wider = shape.with(key);
      shape = wider == null ? shape.extended(key) : wider;
    }
    return shape;
  }

  /** A shape for one dictionary table. */
  Shape owned() {
    return new Shape(Kind.OWNED, metatable, keys, null);
  }

  /** The metatable of all tables of this shape, or nil. */
  public LuaTable metatable() {
    return metatable;
  }

  /** Whether sites may cache what they find: a record or an owned shape. */
  public boolean isStable() {
    return kind != Kind.DICTIONARY;
  }

  /** Whether the shape is shared by all tables with these names. */
  public boolean isRecord() {
    return kind == Kind.RECORD;
  }

  /** For an owned shape: promises that its table leaves it when a key is added. */
  public void relyOnAbsence() {
    absenceMatters = true;
  }

  boolean absenceMatters() {
    return absenceMatters;
  }

  /** Whether numbers in some slot of a record are changed in place. */
  boolean hasCells() {
    return cells != 0;
  }

  /** Whether numbers in a slot of a record are changed in place. */
  boolean isCell(int slot) {
    return (cells >> slot & 1) != 0;
  }

  /**
   * A number in a slot of a record has been changed in place: learned for this shape and those it
   * was made through, with the metatable and before it was set.
   */
  void learnCell(int slot) {
    if (kind != Kind.RECORD || isCell(slot)) {
      return;
    }
    for (Shape s = this; s.count > slot; s = s.narrower) {
      s.cells |= 1 << slot;
    }
    if (metatable != null) {
      Shape bare = remount(EMPTY);
      if (bare != null) {
        bare.learnCell(slot);
      }
    }
  }

  /** The number of names of a record. */
  int count() {
    return count;
  }

  /** The name in a slot of a record. */
  LuaString key(int slot) {
    return keys[slot];
  }

  /** The slot of a name in a record, -1 when absent. */
  int find(LuaString key) {
    int n = count;
    if (n > LINEAR) {
      return indexed().find(key);
    }
    LuaString[] all = keys;
    for (int i = 0; i < n; i++) {
      if (all[i] == key) {
        return i;
      }
    }
    for (int i = 0; i < n; i++) {
      if (all[i].contentEquals(key)) {
        return i;
      }
    }
    return -1;
  }

  private Index indexed() {
    Index known = index;
    if (known == null) {
      known = Index.of(keys, count);
      index = known;
    }
    return known;
  }

  /** The record with one name more; null when the table should become a dictionary instead. */
  public Shape with(LuaString key) {
    Shape likely = next;
    if (likely != null && likely.keys[count] == key) {
      return likely;
    }
    return count >= MAX_KEYS ? null : transition(LuaString.intern(key));
  }

  /** A race may make two shapes for one name; that costs a site an entry, no more. */
  private Shape transition(LuaString key) {
    Shape first = next;
    if (first == null) {
      first = extended(key);
      next = first;
    }
    if (first.keys[count] == key) {
      return first;
    }
    ConcurrentHashMap<LuaString, Shape> rest = others;
    if (rest == null) {
      rest = new ConcurrentHashMap<>();
      others = rest;
    }
    Shape known = rest.get(key);
    if (known == null && rest.size() < MAX_TRANSITIONS) {
      known = extended(key);
      rest.put(key, known);
    }
    return known;
  }

  private Shape extended(LuaString key) {
    LuaString[] more = Arrays.copyOf(keys, count + 1);
    more[count] = key;
    return new Shape(Kind.RECORD, metatable, more, this);
  }

  /** The record with the same names in the same slots and another metatable; null if too many. */
  Shape remount(LuaTable newMetatable) {
    Shape known = remounted;
    if (known != null && known.metatable == newMetatable) {
      return known;
    }
    remounted = remount(newMetatable == null ? EMPTY : newMetatable.recordShape());
    return remounted;
  }

  private Shape remount(Shape empty) {
    Shape shape = empty;
    for (int i = 0; i < count && shape != null; i++) {
      shape = shape.with(keys[i]);
    }
    return shape;
  }

  /** Finds names of larger records by hash. */
  private record Index(LuaString[] keys, int[] slots) {
    static Index of(LuaString[] names, int count) {
      int capacity = Integer.highestOneBit(count * 2) << 1;
      LuaString[] keys = new LuaString[capacity];
      int[] slots = new int[capacity];
      for (int slot = 0; slot < count; slot++) {
        int i = names[slot].hashCode() & (capacity - 1);
        while (keys[i] != null) {
          i = (i + 1) & (capacity - 1);
        }
        keys[i] = names[slot];
        slots[i] = slot;
      }
      return new Index(keys, slots);
    }

    int find(LuaString key) {
      int mask = keys.length - 1;
      int i = key.hashCode() & mask;
      while (true) {
        LuaString k = keys[i];
        if (k == key) {
          return slots[i];
        }
        if (k == null) {
          return -1;
        }
        if (k.contentEquals(key)) {
          return slots[i];
        }
        i = (i + 1) & mask;
      }
    }
  }
}
