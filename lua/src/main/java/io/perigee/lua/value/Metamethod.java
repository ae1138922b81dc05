package io.perigee.lua.value;

/**
 * The events of metatables (Lua manual 2.8), each with its key and the bit under which a table
 * remembers that it lacks that key.
 */
@SuppressWarnings({"ImmutableEnumChecker", "EnumOrdinal"}) // Lua strings never change
public enum Metamethod {
  INDEX("__index"),
  NEWINDEX("__newindex"),
  CALL("__call"),
  EQ("__eq"),
  LEN("__len"),
  MODE("__mode"),
  GC("__gc"),
  METATABLE("__metatable"),
  TOSTRING("__tostring"),
  CONCAT("__concat"),
  LT("__lt"),
  LE("__le"),
  ADD("__add"),
  SUB("__sub"),
  MUL("__mul"),
  DIV("__div"),
  MOD("__mod"),
  POW("__pow"),
  UNM("__unm");

  /** The number of events. */
  static final int COUNT = 19;

  private final LuaString key;
  private final int bit;

  Metamethod(String name) {
    key = LuaString.intern(name);
    bit = 1 << ordinal();
  }

  /** The key of this event in a metatable. */
  public LuaString key() {
    return key;
  }

  int bit() {
    return bit;
  }

  /** The handler in a metatable, nil when there is no metatable or no such field. */
  public Object of(LuaTable metatable) {
    return metatable == null ? null : metatable.metamethod(this);
  }
}
