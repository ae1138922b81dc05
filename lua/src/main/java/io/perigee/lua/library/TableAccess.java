package io.perigee.lua.library;

import io.perigee.lua.runtime.Comparison;
import io.perigee.lua.runtime.IpairsIterator;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.Metatables;
import io.perigee.lua.runtime.NextFunction;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;

/** The basic functions that look into tables: iteration, raw access, metatables, unpack. */
final class TableAccess {
  private static final int MOST_RESULTS = 7999;
  private static final Double ZERO = 0.0;

  private TableAccess() {}

  static void register(Module base) {
    base.function(new Pairs("pairs", false));
    base.function(new Pairs("ipairs", true));
    base.function(new RawGet());
    base.function(new RawSet());
    base.function(new RawEqual());
    base.function(new GetMetatable());
    base.function(new SetMetatable());
    base.function(new Unpack());
  }

  /** {@code pairs} and {@code ipairs}; neither looks at a metatable. */
  private static final class Pairs extends UnaryFunction {
    private final boolean counting;

    Pairs(String name, boolean counting) {
      super(name);
      this.counting = counting;
    }

    @Override
    Object call(Object a, int given) {
      if (!(a instanceof LuaTable)) {
        throw given == 0 ? Arguments.missingValue(0) : Arguments.wrongType(a, 0, given, "table");
      }
      JavaFunction iterator = counting ? IpairsIterator.INSTANCE : NextFunction.INSTANCE;
      return Results.of(new Object[] {iterator, a, counting ? ZERO : null});
    }
  }

  /** {@code rawget}. */
  private static final class RawGet extends BinaryFunction {
    RawGet() {
      super("rawget");
    }

    @Override
    Object call(Object a, Object b, int given) {
      LuaTable table = Arguments.table(a, 0, given);
      if (given < 2) {
        throw Arguments.missingValue(1);
      }
      return table.get(b);
    }
  }

  /** {@code rawset}. */
  private static final class RawSet extends TernaryFunction {
    RawSet() {
      super("rawset");
    }

    @Override
    Object call(Object a, Object b, Object c, int given) {
      LuaTable table = Arguments.table(a, 0, given);
      if (given < 3) {
        throw Arguments.missingValue(Math.max(given, 1));
      }
      table.put(b, c);
      return table;
    }
  }

  /** {@code rawequal}. */
  private static final class RawEqual extends BinaryFunction {
    RawEqual() {
      super("rawequal");
    }

    @Override
    Object call(Object a, Object b, int given) {
      if (given < 2) {
        throw Arguments.missingValue(given);
      }
      return Comparison.rawEquals(a, b);
    }
  }

  /** {@code getmetatable}. */
  private static final class GetMetatable extends UnaryFunction {
    GetMetatable() {
      super("getmetatable");
    }

    @Override
    Object call(Object a, int given) {
      if (given == 0) {
        throw Arguments.missingValue(0);
      }
      LuaTable metatable = Metatables.of(a);
      Object shown = BaseLibrary.protection(metatable);
      return shown == null ? metatable : shown;
    }
  }

  /** {@code setmetatable}. */
  private static final class SetMetatable extends BinaryFunction {
    SetMetatable() {
      super("setmetatable");
    }

    @Override
    Object call(Object a, Object b, int given) {
      LuaTable table = Arguments.table(a, 0, given);
      boolean isTable = b instanceof LuaTable;
      if (!isTable && (b != null || given < 2)) {
        throw Arguments.error(1, "nil or table expected");
      }
      if (BaseLibrary.protection(table.metatable()) != null) {
        throw LuaError.at(1, "cannot change a protected metatable");
      }
      table.metatable(isTable ? (LuaTable) b : null);
      return table;
    }
  }

  /** {@code unpack}. */
  private static final class Unpack extends TernaryFunction {
    Unpack() {
      super("unpack");
    }

    @Override
    Object call(Object a, Object b, Object c, int given) {
      LuaTable table = Arguments.table(a, 0, given);
      int from = Arguments.optionalInteger(b, 1, 1);
      int to = c == null ? table.length() : Arguments.integer(c, 2, given);
      if (from > to) {
        return Results.EMPTY;
      }
      long count = (long) to - from + 1;
      if (count > MOST_RESULTS) {
        throw LuaError.at(1, "too many results to unpack");
      }
      Object[] values = new Object[(int) count];
      for (int i = 0; i < values.length; i++) {
        values[i] = table.getInt(from + i);
      }
      return Results.of(values);
    }
  }
}
