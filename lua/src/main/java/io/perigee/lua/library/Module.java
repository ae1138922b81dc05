package io.perigee.lua.library;

import io.perigee.lua.LuaVm;
import io.perigee.lua.value.FunctionN;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;

/** The table of one library while it is filled. */
final class Module {
  private final LuaTable table;

  Module(LuaTable table) {
    this.table = table;
  }

  /** A new table that is a global and a loaded module of this name. */
  static Module global(LuaVm vm, String name) {
    LuaTable table = new LuaTable();
    vm.globals().put(name, table);
    vm.loaded().put(name, table);
    return new Module(table);
  }

  LuaTable table() {
    return table;
  }

  Module function(String name, FunctionN body) {
    table.put(name, JavaFunction.variadic(name, body));
    return this;
  }

  Module function(JavaFunction function) {
    table.put(function.name(), function);
    return this;
  }

  Module value(String name, Object value) {
    table.put(name, value);
    return this;
  }

  Module value(String name, String text) {
    return value(name, LuaString.of(text));
  }
}
