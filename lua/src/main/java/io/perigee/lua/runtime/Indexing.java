package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Metamethod;

/** Reading and setting fields with {@code __index} and {@code __newindex} (Lua manual 2.8). */
public final class Indexing {
  private static final int MAX_CHAIN = 100;

  private Indexing() {}

  /** {@code o[k]}. */
  public static Object index(Object o, Object k) {
    if (o instanceof LuaTable t) {
      Object v = t.get(k);
      return v != null || t.metatable() == null ? v : inherited(t, k);
    }
    return ofOther(o, k);
  }

  /** {@code o.k} for a constant name. */
  public static Object index(Object o, LuaString k) {
    if (o instanceof LuaTable t) {
      Object v = t.get(k);
      return v != null || t.metatable() == null ? v : inherited(t, k);
    }
    return ofOther(o, k);
  }

  /** {@code o[k]} for a key known to be an int. */
  public static Object indexInt(Object o, int k) {
    if (o instanceof LuaTable t) {
      Object v = t.getInt(k);
      return v != null || t.metatable() == null ? v : inherited(t, Double.valueOf(k));
    }
    return ofOther(o, Double.valueOf(k));
  }

  /** {@code o[k]} for a key known to be a number. */
  public static Object index(Object o, double k) {
    if (o instanceof LuaTable t) {
      Object v = t.getNumber(k);
      return v != null || t.metatable() == null ? v : inherited(t, Double.valueOf(k));
    }
    return ofOther(o, Double.valueOf(k));
  }

  /** {@code o[k] = v}. */
  public static void setIndex(Object o, Object k, Object v) {
    if (o instanceof LuaTable t && (t.metatable() == null || hasNoNewIndex(t))) {
      if (k == null || (k instanceof Double d && d.isNaN())) {
        throw LuaError.at(1, k == null ? "table index is nil" : "table index is NaN");
      }
      t.put(k, v);
    } else {
      assigned(o, k, v);
    }
  }

  /** {@code o.k = v} for a constant name. */
  public static void setIndex(Object o, LuaString k, Object v) {
    if (o instanceof LuaTable t && (t.metatable() == null || hasNoNewIndex(t))) {
      t.put(k, v);
    } else {
      assigned(o, k, v);
    }
  }

  /** {@code o.k = v} from an access site: a record gets the name as a field of its shape. */
  public static void setConstant(Object o, LuaString k, Object v) {
    if (o instanceof LuaTable t && (t.metatable() == null || hasNoNewIndex(t))) {
      t.putConstant(k, v);
    } else {
      assigned(o, k, v);
    }
  }

  /** {@code o[k] = v} for a key known to be an int. */
  public static void setIndexInt(Object o, int k, Object v) {
    if (o instanceof LuaTable t && (t.metatable() == null || hasNoNewIndex(t))) {
      t.putInt(k, v);
    } else {
      assigned(o, Double.valueOf(k), v);
    }
  }

  /** {@code o[k] = v} for a key known to be a number. */
  public static void setIndex(Object o, double k, Object v) {
    if (o instanceof LuaTable t
        && (t.metatable() == null || hasNoNewIndex(t))
        && !Double.isNaN(k)) {
      t.putNumber(k, v);
    } else {
      setIndex(o, (Object) Double.valueOf(k), v);
    }
  }

  private static boolean hasNoNewIndex(LuaTable t) {
    return t.metatable().metamethod(Metamethod.NEWINDEX) == null;
  }

  /** The value of an absent field of a table with a metatable. */
  static Object inherited(LuaTable table, Object key) {
    LuaTable t = table;
    for (int i = 0; i < MAX_CHAIN; i++) {
      Object handler = Metamethod.INDEX.of(t.metatable());
      if (handler == null) {
        return null;
      }
      if (handler instanceof LuaFunction f) {
        return Calls.metamethod(f, t, key);
      }
      if (!(handler instanceof LuaTable next)) {
        return byHandler(handler, key);
      }
      Object v = next.get(key);
      if (v != null) {
        return v;
      }
      t = next;
    }
    throw LuaError.at(1, "loop in gettable");
  }

  /** The field of a value that is no table: a string's method, or what its metatable says. */
  static Object ofOther(Object o, Object key) {
    Object handler = Metatables.handler(o, Metamethod.INDEX);
    if (handler == null) {
      throw OperandErrors.index(o, key);
    }
    return handler instanceof LuaFunction f ? Calls.metamethod(f, o, key) : byHandler(handler, key);
  }

  /** The field of what {@code __index} says. */
  private static Object byHandler(Object handler, Object key) {
    if (handler instanceof LuaTable || Metatables.handler(handler, Metamethod.INDEX) != null) {
      return index(handler, key);
    }
    throw OperandErrors.indexHandler(handler);
  }

  /** An assignment that may meet {@code __newindex}. */
  private static void assigned(Object target, Object key, Object value) {
    Object o = target;
    for (int i = 0; i < MAX_CHAIN; i++) {
      Object handler;
      if (o instanceof LuaTable t) {
        handler = t.get(key) != null ? null : Metamethod.NEWINDEX.of(t.metatable());
        if (handler == null) {
          putChecked(t, key, value);
          return;
        }
      } else {
        handler = Metatables.handler(o, Metamethod.NEWINDEX);
        if (handler == null) {
          throw i == 0 ? OperandErrors.index(o, key) : OperandErrors.indexHandler(o);
        }
      }
      if (handler instanceof LuaFunction f) {
        LuaState.look();
        Calls.resolve(f.invoke(o, key, value));
        return;
      }
      o = handler;
    }
    throw LuaError.at(1, "loop in settable");
  }

  private static void putChecked(LuaTable t, Object key, Object value) {
    if (key == null || (key instanceof Double d && d.isNaN())) {
      throw LuaError.at(1, key == null ? "table index is nil" : "table index is NaN");
    }
    t.put(key, value);
  }
}
