package io.perigee.lua.library;

import io.perigee.lua.LuaLibrary;
import io.perigee.lua.LuaVm;
import io.perigee.lua.pattern.ByteBuilder;
import io.perigee.lua.runtime.Calls;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.LuaState;
import io.perigee.lua.runtime.NumberText;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.SafePoint;

/**
 * The library {@code table} (Lua manual 5.5) with {@code table.move} as LuaJIT has it. All accesses
 * are raw.
 */
public final class TableLibrary implements LuaLibrary {
  private static final int MOVES_BETWEEN_LOOKS = 4096;

  /** The library. */
  public TableLibrary() {}

  @Override
  public void install(LuaVm vm) {
    Module.global(vm, "table")
        .function(new Insert(vm.safePoint()))
        .function(new Remove())
        .function("concat", TableLibrary::concat)
        .function("sort", TableLibrary::sort)
        .function("move", TableLibrary::move)
        .function("foreach", TableLibrary::foreach)
        .function("foreachi", TableLibrary::foreachi)
        .function(
            new UnaryFunction("getn") {
              @Override
              Object call(Object a, int given) {
                return (double) Arguments.table(a, 0, Arguments.MANY).length();
              }
            })
        .function(
            new UnaryFunction("maxn") {
              @Override
              Object call(Object a, int given) {
                return largestIndex(Arguments.table(a, 0, given));
              }
            });
  }

  private static double largestIndex(LuaTable table) {
    double largest = 0;
    for (int i = table.advance(0); i >= 0; i = table.advance(i + 1)) {
      if (table.keyAt(i) instanceof Double d && d > largest) {
        largest = d;
      }
    }
    return largest;
  }

  private static Object concat(Object[] args) {
    LuaTable table = Arguments.table(args, 0);
    LuaString separator = Arguments.optionalString(args, 1, LuaString.EMPTY);
    int from = Arguments.optionalInteger(args, 2, 1);
    int to = Arguments.at(args, 3) == null ? table.length() : Arguments.integer(args, 3);
    if (from == to && table.getInt(from) instanceof LuaString only) {
      return only;
    }
    byte[] between = separator.bytes();
    ByteBuilder out = new ByteBuilder(64);
    byte[] number = new byte[NumberText.MAX_LENGTH];
    for (int i = from; i <= to; i++) {
      if (i != from) {
        out.add(between);
      }
      Object element = table.getInt(i);
      if (element instanceof LuaString s) {
        out.add(s.bytes());
      } else if (element instanceof Double d) {
        out.add(number, 0, NumberText.write(d, number, 0));
      } else {
        String type = Conversions.typeName(element);
        throw LuaError.at(
            1, "invalid value (" + type + ") at index " + i + " in table for 'concat'");
      }
      if (i == Integer.MAX_VALUE) {
        break;
      }
    }
    return LuaString.wrap(out.toBytes());
  }

  private static Object sort(Object[] args) {
    LuaTable table = Arguments.table(args, 0);
    LuaFunction order = Arguments.at(args, 1) == null ? null : Arguments.function(args, 1);
    TableSort.sort(table, order);
    return Results.EMPTY;
  }

  private static Object move(Object[] args) {
    LuaTable source = Arguments.table(Arguments.at(args, 0), 0, Arguments.MANY);
    int from = Arguments.integer(Arguments.at(args, 1), 1, Arguments.MANY);
    int to = Arguments.integer(Arguments.at(args, 2), 2, Arguments.MANY);
    int target = Arguments.integer(Arguments.at(args, 3), 3, Arguments.MANY);
    LuaTable destination = Arguments.at(args, 4) == null ? source : Arguments.table(args, 4);
    if (to < from) {
      return destination;
    }
    long distance = (long) target - from;
    if (target > to || target <= from || destination != source) {
      for (long i = from; i <= to; i++) {
        moveOne(source, i, destination, i + distance);
      }
    } else {
      for (long i = to; i >= from; i--) {
        moveOne(source, i, destination, i + distance);
      }
    }
    return destination;
  }

  private static void moveOne(LuaTable source, long from, LuaTable destination, long to) {
    destination.putNumber((double) to, source.getNumber((double) from));
    if ((from & (MOVES_BETWEEN_LOOKS - 1)) == 0) {
      LuaState.current().safePoint().poll();
    }
  }

  private static Object foreach(Object[] args) {
    LuaTable table = Arguments.table(Arguments.at(args, 0), 0, Arguments.MANY);
    LuaFunction body = callback(args);
    Object key = null;
    while (true) {
      int cursor = table.advance(table.nextIndex(key));
      if (cursor < 0) {
        return Results.EMPTY;
      }
      key = table.keyAt(cursor);
      Object result = Calls.first(body, key, table.valueAt(cursor));
      if (result != null) {
        return result;
      }
    }
  }

  private static Object foreachi(Object[] args) {
    LuaTable table = Arguments.table(Arguments.at(args, 0), 0, Arguments.MANY);
    LuaFunction body = callback(args);
    int n = table.length();
    for (int i = 1; i <= n; i++) {
      Object result = Calls.first(body, (double) i, table.getInt(i));
      if (result != null) {
        return result;
      }
    }
    return Results.EMPTY;
  }

  private static LuaFunction callback(Object[] args) {
    if (Arguments.at(args, 1) instanceof LuaFunction f) {
      return f;
    }
    throw Arguments.wrongType(Arguments.at(args, 1), 1, Arguments.MANY, "function");
  }

  /** {@code table.insert}, which tells its two forms apart by the number of arguments. */
  private static final class Insert extends JavaFunction {
    private final SafePoint safePoint;

    Insert(SafePoint safePoint) {
      super("insert");
      this.safePoint = safePoint;
    }

    @Override
    public Object invoke() {
      throw Arguments.wrongType(null, 0, 0, "table");
    }

    @Override
    public Object invoke(Object table) {
      Arguments.table(table, 0, 1);
      throw wrongCount();
    }

    @Override
    public Object invoke(Object table, Object value) {
      LuaTable t = Arguments.table(table, 0, 2);
      t.putInt(t.length() + 1, value);
      return Results.EMPTY;
    }

    @Override
    public Object invoke(Object table, Object position, Object value) {
      LuaTable t = Arguments.table(table, 0, 3);
      t.insert(Arguments.integer(position, 1, 3), value, safePoint);
      return Results.EMPTY;
    }

    @Override
    public Object invoke(Object[] args) {
      switch (args.length) {
        case 2 -> {
          LuaTable t = Arguments.table(args, 0);
          t.putInt(t.length() + 1, args[1]);
        }
        case 3 -> Arguments.table(args, 0).insert(Arguments.integer(args, 1), args[2], safePoint);
        default -> {
          Arguments.table(args, 0);
          throw wrongCount();
        }
      }
      return Results.EMPTY;
    }

    private static LuaError wrongCount() {
      return LuaError.at(1, "wrong number of arguments to 'insert'");
    }
  }

  /** {@code table.remove}. */
  private static final class Remove extends BinaryFunction {
    Remove() {
      super("remove");
    }

    @Override
    Object call(Object a, Object b, int given) {
      LuaTable table = Arguments.table(a, 0, Arguments.MANY);
      int n = table.length();
      if (b == null) {
        if (n == 0) {
          return Results.EMPTY;
        }
        Object last = table.getInt(n);
        table.putInt(n, null);
        return last;
      }
      int position = Arguments.integer(b, 1, given);
      return position >= 1 && position <= n ? table.remove(position) : Results.EMPTY;
    }
  }
}
