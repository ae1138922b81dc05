package io.perigee.lua.runtime;

import static java.lang.invoke.MethodType.methodType;

import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Metamethod;
import io.perigee.lua.value.Shape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A site that sets a constant name to any value or to a number. Names of metamethods are never
 * linked, because every write to one must tell the metatable to forget what it knows to be absent.
 */
@SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // found by name as method handles
final class SetSite extends AccessSite {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodType WRITE = methodType(void.class, Object.class, Object.class);
  private static final MethodType TEST = methodType(boolean.class, Object.class);
  private static final MethodType PAIR_TEST = methodType(boolean.class, Object.class, Object.class);
  private static final MethodHandle MISS = handle(LOOKUP, SetSite.class, "miss", WRITE);
  private static final MethodHandle PLAIN = handle(LOOKUP, SetSite.class, "plain", WRITE);
  private static final MethodHandle PRESENT_TEST = handle(LOOKUP, Present.class, "matches", TEST);
  private static final MethodHandle PRESENT_WRITE = handle(LOOKUP, Present.class, "write", WRITE);
  private static final MethodHandle PRESENT_CHECKED =
      handle(LOOKUP, Present.class, "writeChecked", WRITE);
  private static final MethodHandle NUMBER_TEST =
      handle(LOOKUP, PresentNumber.class, "matches", PAIR_TEST);
  private static final MethodHandle NUMBER_WRITE =
      handle(LOOKUP, PresentNumber.class, "write", WRITE);
  private static final MethodHandle ADDED_TEST = handle(LOOKUP, Added.class, "matches", TEST);
  private static final MethodHandle ADDED_WRITE = handle(LOOKUP, Added.class, "write", WRITE);

  private final boolean isMetaName;

  SetSite(MethodType type, LuaString key) {
    super(type, key, MISS, PLAIN);
    isMetaName = key.length() > 2 && key.byteAt(0) == '_' && key.byteAt(1) == '_';
    if (isMetaName) {
      setTarget(plainTarget());
    }
  }

  private void plain(Object o, Object value) {
    Indexing.setConstant(o, key, value);
  }

  private void miss(Object o, Object value) {
    if (isWarm() && o instanceof LuaTable t && isLinkable(t)) {
      linkTable(t, value);
    }
    Indexing.setConstant(o, key, value);
  }

  private void linkTable(LuaTable t, Object value) {
    Shape shape = t.shape();
    int slot = t.slotOf(key);
    if (slot >= 0 && value instanceof Double && t.slot(slot) instanceof Double) {
      linkNumber(new PresentNumber(key, shape, slot));
    } else if (slot >= 0) {
      linkEntry(
          new Present(key, shape, slot),
          PRESENT_TEST,
          shape.metatable() == null ? PRESENT_WRITE : PRESENT_CHECKED);
    } else if (shape.isRecord() && value != null) {
      Shape wider = shape.with(key);
      if (wider != null) {
        linkEntry(new Added(key, shape, wider), ADDED_TEST, ADDED_WRITE);
      }
    }
  }

  private void linkEntry(Object entry, MethodHandle test, MethodHandle write) {
    Class<?> operand = type().parameterType(0);
    link(
        test.bindTo(entry).asType(methodType(boolean.class, operand)),
        write.bindTo(entry).asType(type()));
  }

  private void linkNumber(PresentNumber entry) {
    Class<?> operand = type().parameterType(0);
    link(
        NUMBER_TEST
            .bindTo(entry)
            .asType(methodType(boolean.class, operand, type().parameterType(1))),
        NUMBER_WRITE.bindTo(entry).asType(type()));
  }

  /** The name has a slot, and gets a number: its box goes no further than here. */
  private record PresentNumber(LuaString key, Shape shape, int slot) {
    boolean matches(Object o, Object value) {
      return o instanceof LuaTable t
          && t.shape() == shape
          && value instanceof Double
          && t.plain(slot) != null;
    }

    void write(Object o, Object value) {
      ((LuaTable) o).cell(slot, (double) value);
    }
  }

  /** The name has a slot. */
  private record Present(LuaString key, Shape shape, int slot) {
    boolean matches(Object o) {
      return o instanceof LuaTable t && t.shape() == shape;
    }

    void write(Object o, Object value) {
      ((LuaTable) o).slot(slot, value);
    }

    void writeChecked(Object o, Object value) {
      LuaTable t = (LuaTable) o;
      if (t.plain(slot) != null) {
        t.slot(slot, value);
      } else {
        Indexing.setConstant(t, key, value);
      }
    }
  }

  /** The name is new: the record moves to a wider shape. */
  private record Added(LuaString key, Shape shape, Shape wider) {
    boolean matches(Object o) {
      return o instanceof LuaTable t && t.shape() == shape;
    }

    void write(Object o, Object value) {
      LuaTable t = (LuaTable) o;
      LuaTable metatable = shape.metatable();
      if (value != null
          && (metatable == null || metatable.metamethod(Metamethod.NEWINDEX) == null)) {
        t.extend(wider, value);
      } else {
        Indexing.setConstant(t, key, value);
      }
    }
  }
}
