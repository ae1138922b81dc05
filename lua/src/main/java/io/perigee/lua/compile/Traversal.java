package io.perigee.lua.compile;

import io.perigee.lua.runtime.IpairsIterator;
import io.perigee.lua.runtime.NextFunction;
import io.perigee.lua.value.LuaTable;
import org.jspecify.annotations.NullUnmarked;

/** How the generic for runs: by calling its iterator, or by itself for pairs and ipairs. */
@NullUnmarked // Java's null is Lua's nil in all signatures here.
public final class Traversal {
  /** The iterator is called. */
  public static final int CALLS = 0;

  /** The loop steps through the fields of a table. */
  public static final int FIELDS = 1;

  /** The loop counts through the elements of a table. */
  public static final int ELEMENTS = 2;

  private Traversal() {}

  /** The way for these three values of the loop's head. */
  public static int way(Object iterator, Object state, Object control) {
    if (!(state instanceof LuaTable)) {
      return CALLS;
    }
    if (iterator == NextFunction.INSTANCE) {
      return control == null ? FIELDS : CALLS;
    }
    boolean counts = iterator == IpairsIterator.INSTANCE && control instanceof Double d && d == 0;
    return counts ? ELEMENTS : CALLS;
  }

  /** The table that the loop steps through by itself; null when the iterator is called. */
  public static LuaTable table(Object state, int way) {
    return way == CALLS ? null : (LuaTable) state;
  }
}
