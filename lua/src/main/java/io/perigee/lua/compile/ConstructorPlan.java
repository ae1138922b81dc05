package io.perigee.lua.compile;

import io.perigee.lua.syntax.Expression;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How LuaJIT makes the table of a constructor, since that decides what {@code #} says of a table
 * with holes. Without constants the table begins with room for all entries. Constants are put into
 * a table while parsing, which grows as tables do and is copied at run time, and then the other
 * entries are set. Where that can be seen, in the order of number keys and by an entry that is
 * given twice, the constants come first here too.
 *
 * @param elements the room for elements before the first entry that is not constant
 * @param fields the room for other fields then
 * @param first the plan before the first constant, where they come first; else null
 */
record ConstructorPlan(int elements, int fields, @Nullable ConstructorPlan first) {
  private static final int LEAST = 2;
  private static final int MOST = 0x7fe;

  static ConstructorPlan of(List<Expression.Item> items, boolean inOrder) {
    int elements = 0;
    int fields = 0;
    boolean listed = false;
    @Nullable ConstructorPlan first = null;
    @Nullable LuaTable constants = null;
    for (Expression.Item item : items) {
      Object key = item.key() == null ? (Double) (elements + 1.0) : constant(item.key());
      boolean isZero = key instanceof Double d && d == 0;
      listed |= item.key() == null || isZero;
      elements += item.key() == null ? 1 : 0;
      fields += item.key() == null || isZero ? 0 : 1;
      if (key instanceof LuaString || (key != null && isConstant(item.value()))) {
        if (constants == null) {
          first = new ConstructorPlan(listed ? elements : 0, fields, null);
          constants = new LuaTable(first.elements, first.fields);
        }
        boolean hasValue = key instanceof LuaString || !(item.value() instanceof Expression.Nil);
        constants.put(key, hasValue ? Boolean.TRUE : null);
      }
    }
    if (constants == null) {
      int room = listed ? Math.clamp(elements, LEAST, MOST) : 0;
      return new ConstructorPlan(room, fields, null);
    }
    constants.reserve(listed ? elements : 0, 0);
    boolean shows = !inOrder && orderShows(items);
    return new ConstructorPlan(constants.arrayRoom(), constants.fieldRoom(), shows ? first : null);
  }

  private static boolean orderShows(List<Expression.Item> items) {
    Set<Object> names = new HashSet<>();
    for (Expression.Item item : items) {
      Object key = item.key() == null ? true : constant(item.key());
      if (key == null || key instanceof Double || (item.key() != null && !names.add(key))) {
        return true;
      }
    }
    return false;
  }

  /** Whether an entry is put while parsing. */
  static boolean isConstant(Expression.Item item) {
    return (item.key() == null || constant(item.key()) != null) && isConstant(item.value());
  }

  private static boolean isConstant(Expression value) {
    return value instanceof Expression.Nil || constant(value) != null;
  }

  private static @Nullable Object constant(Expression value) {
    return switch (value) {
      case Expression.Num n -> n.value();
      case Expression.Str s -> LuaString.wrap(s.bytes().value());
      case Expression.Bool b -> b.value();
      default -> null;
    };
  }
}
