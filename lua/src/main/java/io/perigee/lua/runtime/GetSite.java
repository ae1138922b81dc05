package io.perigee.lua.runtime;

import static java.lang.invoke.MethodType.methodType;

import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Metamethod;
import io.perigee.lua.value.Shape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** A site that reads a constant name of any value: fields, methods, globals. */
@SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // found by name as method handles
final class GetSite extends AccessSite {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodType READ = methodType(Object.class, Object.class);
  private static final MethodType TEST = methodType(boolean.class, Object.class);
  private static final MethodHandle MISS = handle(LOOKUP, GetSite.class, "miss", READ);
  private static final MethodHandle PLAIN = handle(LOOKUP, GetSite.class, "plain", READ);
  private static final MethodHandle OWN_TEST = handle(LOOKUP, Own.class, "matches", TEST);
  private static final MethodHandle CELL_TEST = handle(LOOKUP, Own.class, "matchesCell", TEST);
  private static final MethodHandle CELL_READ = handle(LOOKUP, Own.class, "readCell", READ);
  private static final MethodHandle ABSENT_TEST = handle(LOOKUP, Own.class, "lacks", TEST);
  private static final MethodHandle OWN_READ = handle(LOOKUP, Own.class, "read", READ);
  private static final MethodHandle OWN_OR_INHERITED =
      handle(LOOKUP, Own.class, "readOrInherit", READ);
  private static final MethodHandle ABSENT_READ = handle(LOOKUP, Own.class, "absent", READ);
  private static final MethodHandle FROM_CLASS_TEST =
      handle(LOOKUP, FromClass.class, "matches", TEST);
  private static final MethodHandle FROM_CLASS_READ = handle(LOOKUP, FromClass.class, "read", READ);
  private static final MethodHandle FROM_ANCESTOR_TEST =
      handle(LOOKUP, FromAncestor.class, "matches", TEST);
  private static final MethodHandle FROM_ANCESTOR_READ =
      handle(LOOKUP, FromAncestor.class, "read", READ);
  private static final MethodHandle STRING_TEST = handle(LOOKUP, OfString.class, "matches", TEST);
  private static final MethodHandle STRING_READ = handle(LOOKUP, OfString.class, "read", READ);

  GetSite(MethodType type, LuaString key) {
    super(type, key, MISS, PLAIN);
  }

  private Object plain(Object o) {
    return Indexing.index(o, key);
  }

  private Object miss(Object o) {
    if (isWarm()) {
      if (o instanceof LuaTable t) {
        if (isLinkable(t)) {
          linkTable(t);
        }
      } else if (o instanceof LuaString) {
        linkString();
      }
    }
    return Indexing.index(o, key);
  }

  private void linkTable(LuaTable t) {
    Shape shape = t.shape();
    int slot = t.slotOf(key);
    Own own = new Own(key, shape, slot);
    if (slot >= 0 && t.isCell(slot)) {
      linkEntry(own, CELL_TEST, CELL_READ);
    } else if (slot >= 0) {
      linkEntry(own, OWN_TEST, shape.metatable() == null ? OWN_READ : OWN_OR_INHERITED);
    } else if (shape.metatable() == null) {
      shape.relyOnAbsence();
      linkEntry(own, ABSENT_TEST, ABSENT_READ);
    } else {
      linkInherited(shape);
    }
  }

  private void linkInherited(Shape shape) {
    Link first = Link.from(shape.metatable());
    if (first == null) {
      return;
    }
    int slot = first.target.slotOf(key);
    if (slot >= 0) {
      shape.relyOnAbsence();
      linkEntry(new FromClass(key, shape, first, slot), FROM_CLASS_TEST, FROM_CLASS_READ);
      return;
    }
    Link[] chain = {first, null, null, null};
    for (int i = 1; i < chain.length; i++) {
      LuaTable parents = chain[i - 1].shape.metatable();
      chain[i] = parents == null ? null : Link.from(parents);
      if (chain[i] == null) {
        return;
      }
      int found = chain[i].target.slotOf(key);
      if (found >= 0) {
        linkAncestor(shape, chain, found);
        return;
      }
    }
  }

  private void linkAncestor(Shape shape, Link[] chain, int slot) {
    shape.relyOnAbsence();
    Link last = chain[1];
    for (int i = 1; i < chain.length && chain[i] != null; i++) {
      chain[i - 1].shape.relyOnAbsence();
      last = chain[i];
    }
    FromAncestor entry =
        new FromAncestor(key, shape, chain[0], chain[1], chain[2], chain[3], last.target, slot);
    linkEntry(entry, FROM_ANCESTOR_TEST, FROM_ANCESTOR_READ);
  }

  private void linkString() {
    LuaState state = LuaState.current();
    LuaTable metatable = state == null ? null : state.stringMetatable();
    Link link = metatable == null ? null : Link.from(metatable);
    int slot = link == null ? -1 : link.target.slotOf(key);
    if (slot >= 0) {
      linkEntry(new OfString(key, state, link, slot), STRING_TEST, STRING_READ);
    }
  }

  private void linkEntry(Object entry, MethodHandle test, MethodHandle read) {
    Class<?> operand = type().parameterType(0);
    link(
        test.bindTo(entry).asType(methodType(boolean.class, operand)),
        read.bindTo(entry).asType(type()));
  }

  /**
   * The field is in the table itself, or known to be absent. Number cells have entries of their
   * own, so that the compiled code of a site knows whether it reads a number.
   */
  private record Own(LuaString key, Shape shape, int slot) {
    boolean matches(Object o) {
      return o instanceof LuaTable t && t.shape() == shape && !t.isCell(slot);
    }

    boolean matchesCell(Object o) {
      return o instanceof LuaTable t && t.shape() == shape && t.isCell(slot);
    }

    boolean lacks(Object o) {
      return o instanceof LuaTable t && t.shape() == shape;
    }

    Object readCell(Object o) {
      return Double.valueOf(((LuaTable) o).cell(slot));
    }

    Object read(Object o) {
      return ((LuaTable) o).plain(slot);
    }

    Object readOrInherit(Object o) {
      LuaTable t = (LuaTable) o;
      Object v = t.plain(slot);
      return v != null ? v : Indexing.inherited(t, key);
    }

    Object absent(Object o) {
      return null;
    }
  }

  /**
   * One step along {@code __index}: the metatable keeps the table it leads to in a slot.
   *
   * @param metatable the metatable
   * @param mounted its shape
   * @param indexSlot the slot of its {@code __index}
   * @param target the table there
   * @param shape the shape of that table
   */
  private record Link(
      LuaTable metatable, Shape mounted, int indexSlot, LuaTable target, Shape shape) {
    static Link from(LuaTable metatable) {
      if (!(Metamethod.INDEX.of(metatable) instanceof LuaTable target)
          || !metatable.stabilize()
          || !target.stabilize()) {
        return null;
      }
      int slot = metatable.slotOf(Metamethod.INDEX.key());
      return new Link(metatable, metatable.shape(), slot, target, target.shape());
    }

    boolean holds() {
      return metatable.shape() == mounted
          && metatable.plain(indexSlot) == target
          && target.shape() == shape;
    }
  }

  /** The table lacks the name; the table that its metatable's {@code __index} names has it. */
  private record FromClass(LuaString key, Shape own, Link link, int slot) {
    boolean matches(Object o) {
      return o instanceof LuaTable t && t.shape() == own && link.holds();
    }

    Object read(Object o) {
      Object v = link.target.plain(slot);
      return v != null && !link.target.isCell(slot) ? v : Indexing.index(o, key);
    }
  }

  /** The name is found two to four steps away; steps not needed are null. */
  private record FromAncestor(
      LuaString key,
      Shape own,
      Link first,
      Link second,
      Link third,
      Link fourth,
      LuaTable holder,
      int slot) {
    boolean matches(Object o) {
      return o instanceof LuaTable t
          && t.shape() == own
          && first.holds()
          && second.holds()
          && (third == null || third.holds())
          && (fourth == null || fourth.holds());
    }

    Object read(Object o) {
      Object v = holder.plain(slot);
      return v != null && !holder.isCell(slot) ? v : Indexing.index(o, key);
    }
  }

  /** A method of strings. */
  private record OfString(LuaString key, LuaState state, Link link, int slot) {
    boolean matches(Object o) {
      return o instanceof LuaString && state.stringMetatable() == link.metatable && link.holds();
    }

    Object read(Object o) {
      Object v = link.target.plain(slot);
      return v != null && !link.target.isCell(slot) ? v : Indexing.index(o, key);
    }
  }
}
