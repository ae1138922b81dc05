package io.perigee.lua.library;

import io.perigee.lua.LuaLibrary;
import io.perigee.lua.LuaVm;
import io.perigee.lua.value.FunctionN;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;

/**
 * The table functions that LuaJIT and OpenResty's branch of it keep in modules of their own: {@code
 * table.new}, {@code clear}, {@code isarray}, {@code isempty}, {@code nkeys}, {@code clone}. Each
 * comes through {@code require} from {@code package.preload} and then also stands in {@code table},
 * so this library comes after the package library.
 */
public final class TableExtensions implements LuaLibrary {
  private LuaVm vm;

  /** The library. */
  public TableExtensions() {}

  @Override
  public void install(LuaVm vm) {
    this.vm = vm;
    LuaTable preload = PackageLibrary.preload(vm);
    preload(preload, "new", TableExtensions::create);
    preload(preload, "clear", TableExtensions::clear);
    preload(preload, "isarray", TableExtensions::isArray);
    preload(preload, "isempty", args -> Arguments.table(args, 0).advance(0) < 0);
    preload(preload, "nkeys", TableExtensions::countKeys);
    preload(preload, "clone", TableExtensions::copy);
  }

  private void preload(LuaTable preload, String name, FunctionN body) {
    JavaFunction function = JavaFunction.variadic(name, body);
    preload.put(
        "table." + name,
        JavaFunction.of(
            "table." + name,
            () -> {
              if (vm.loaded().get(LuaString.of("table")) instanceof LuaTable t) {
                t.put(name, function);
              }
              return function;
            }));
  }

  private static Object create(Object[] args) {
    int elements = Arguments.integer(args, 0);
    int fields = Arguments.integer(args, 1);
    return new LuaTable(Math.max(elements, 0), Math.max(fields, 0));
  }

  private static Object clear(Object[] args) {
    Arguments.table(args, 0).clear();
    return Results.EMPTY;
  }

  private static Object isArray(Object[] args) {
    LuaTable table = Arguments.table(args, 0);
    for (int i = table.advance(0); i >= 0; i = table.advance(i + 1)) {
      if (!(table.keyAt(i) instanceof Double d) || d != Math.rint(d)) {
        return false;
      }
    }
    return true;
  }

  private static Object countKeys(Object[] args) {
    LuaTable table = Arguments.table(args, 0);
    int count = 0;
    for (int i = table.advance(0); i >= 0; i = table.advance(i + 1)) {
      count++;
    }
    return (double) count;
  }

  private static Object copy(Object[] args) {
    LuaTable table = Arguments.table(args, 0);
    LuaTable copy = new LuaTable(table.length(), 0);
    for (int i = table.advance(0); i >= 0; i = table.advance(i + 1)) {
      copy.put(table.keyAt(i), table.valueAt(i));
    }
    return copy;
  }
}
