package io.perigee.lua.runtime;

import static java.lang.invoke.MethodType.methodType;

import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Shape;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A site that reads a constant name where a number is wanted: the number without a box, or NaN when
 * the table itself holds none, and then the code looks again for any value. A site that often finds
 * no number does not look any more.
 */
@SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // found by name as method handles
final class GetNumberSite extends AccessSite {
  private static final int MAX_OTHERS = 40;

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodType READ = methodType(double.class, Object.class);
  private static final MethodType TEST = methodType(boolean.class, Object.class);
  private static final MethodHandle MISS = handle(LOOKUP, GetNumberSite.class, "miss", READ);
  private static final MethodHandle PLAIN = handle(LOOKUP, GetNumberSite.class, "plain", READ);
  private static final MethodHandle CELL_TEST = handle(LOOKUP, Own.class, "matchesCell", TEST);
  private static final MethodHandle CELL_READ = handle(LOOKUP, Own.class, "readCell", READ);
  private static final MethodHandle BOX_TEST = handle(LOOKUP, Own.class, "matchesBox", TEST);
  private static final MethodHandle BOX_READ = handle(LOOKUP, Own.class, "readBox", READ);
  private static final MethodHandle NO_NUMBER =
      MethodHandles.dropArguments(
          MethodHandles.constant(double.class, Double.NaN), 0, Object.class);

  private int others;

  GetNumberSite(MethodType type, LuaString key) {
    super(type, key, MISS, PLAIN);
  }

  private double plain(Object o) {
    if (o instanceof LuaTable t && t.get(key) instanceof Double d) {
      return d;
    }
    others++;
    if (others > MAX_OTHERS) {
      setTarget(NO_NUMBER.asType(type()));
    }
    return Double.NaN;
  }

  private double miss(Object o) {
    double number = plain(o);
    if (!Double.isNaN(number) && isWarm() && o instanceof LuaTable t && isLinkable(t)) {
      linkTable(t);
    }
    return number;
  }

  private void linkTable(LuaTable t) {
    int slot = t.slotOf(key);
    if (slot < 0) {
      return;
    }
    Own own = new Own(t.shape(), slot);
    boolean cell = t.isCell(slot);
    Class<?> operand = type().parameterType(0);
    link(
        (cell ? CELL_TEST : BOX_TEST).bindTo(own).asType(methodType(boolean.class, operand)),
        (cell ? CELL_READ : BOX_READ).bindTo(own).asType(type()));
  }

  /** The number is in the table itself. */
  private record Own(Shape shape, int slot) {
    boolean matchesCell(Object o) {
      return o instanceof LuaTable t && t.shape() == shape && t.isCell(slot);
    }

    double readCell(Object o) {
      return ((LuaTable) o).cell(slot);
    }

    boolean matchesBox(Object o) {
      return o instanceof LuaTable t && t.shape() == shape && t.plain(slot) instanceof Double;
    }

    double readBox(Object o) {
      return (Double) ((LuaTable) o).plain(slot);
    }
  }
}
