package io.perigee.lua.value;

/** A userdata (Lua manual 2.2): a Java object in Lua's hands, with a metatable of its own. */
public final class Userdata {
  /** The value of a userdata that stands for a null pointer, as {@code ngx.null} does. */
  public static final Object NULL_POINTER = new Object();

  private final Object value;
  private LuaTable metatable;
  private LuaTable environment;

  /** Wraps a Java object, or null for a bare proxy. */
  public Userdata(Object value) {
    this(value, null);
  }

  /** Wraps a Java object with a metatable. */
  public Userdata(Object value, LuaTable metatable) {
    this.value = value;
    this.metatable = metatable;
  }

  /** The wrapped object. */
  public Object value() {
    return value;
  }

  /** Whether it stands for a null pointer. */
  public boolean isNullPointer() {
    return NULL_POINTER.equals(value);
  }

  /** The metatable, or nil. */
  public LuaTable metatable() {
    return metatable;
  }

  /** Sets the metatable. */
  public void metatable(LuaTable table) {
    metatable = table;
  }

  /** The environment (debug.getfenv), or nil. */
  public LuaTable environment() {
    return environment;
  }

  /** Sets the environment. */
  public void environment(LuaTable table) {
    environment = table;
  }
}
