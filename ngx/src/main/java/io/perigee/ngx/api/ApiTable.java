package io.perigee.ngx.api;

import io.perigee.lua.value.Function2;
import io.perigee.lua.value.Function3;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One table of the API tree: rows of functions, constants and nested tables. The rows are made once
 * and installed into every VM.
 */
public final class ApiTable {
  private final Map<String, ApiFunctions.Maker> rows = new LinkedHashMap<>();
  private final Map<String, ApiTable> tables = new LinkedHashMap<>();
  private final Map<LuaString, Property> properties = new HashMap<>();
  private final ApiTree tree;

  ApiTable(ApiTree tree) {
    this.tree = tree;
  }

  private record Property(ApiFunctions.Nullary getter, ApiFunctions.@Nullable Unary setter) {}

  /** The table of global names, for families that change more than {@code ngx}. */
  public ApiTable globals() {
    return tree.globals();
  }

  /** The table that {@code require} of this name returns. */
  public ApiTable module(String name) {
    return tree.module(name);
  }

  /** The nested table of this name, made at first use. */
  public ApiTable table(String name) {
    return tables.computeIfAbsent(name, key -> new ApiTable(tree));
  }

  /** Adds a number. */
  public ApiTable constant(String name, double value) {
    return value(name, call -> value);
  }

  /** Adds a string. */
  public ApiTable constant(String name, String value) {
    return value(name, call -> LuaString.of(value));
  }

  /** Adds a value that is made for each VM. */
  public ApiTable value(String name, ApiFunctions.Maker maker) {
    rows.put(name, maker);
    return this;
  }

  /** Adds a field that is computed when read; writing it stores a plain field. */
  public ApiTable property(String name, ApiFunctions.Nullary getter) {
    properties.put(LuaString.of(name), new Property(getter, null));
    return this;
  }

  /** Adds a field that is computed when read and handled when written. */
  public ApiTable property(String name, ApiFunctions.Nullary getter, ApiFunctions.Unary setter) {
    properties.put(LuaString.of(name), new Property(getter, setter));
    return this;
  }

  /** Adds a function that may be called everywhere. */
  public ApiTable function(String name, ApiFunctions.Nullary body) {
    return function(name, PhaseSet.ANY, body);
  }

  /** Adds a function that may be called everywhere. */
  public ApiTable function(String name, ApiFunctions.Unary body) {
    return function(name, PhaseSet.ANY, body);
  }

  /** Adds a function that may be called everywhere. */
  public ApiTable function(String name, ApiFunctions.Binary body) {
    return function(name, PhaseSet.ANY, body);
  }

  /** Adds a function that may be called everywhere. */
  public ApiTable function(String name, ApiFunctions.Ternary body) {
    return function(name, PhaseSet.ANY, body);
  }

  /** Adds a function of any number of arguments that may be called everywhere. */
  public ApiTable variadic(String name, ApiFunctions.Variadic body) {
    return variadic(name, PhaseSet.ANY, body);
  }

  /** Adds a function with the phases in which it may be called. */
  public ApiTable function(String name, PhaseSet phases, ApiFunctions.Nullary body) {
    return value(name, call -> ApiTable.bind(call, name, phases, body));
  }

  /** Adds a function with the phases in which it may be called. */
  public ApiTable function(String name, PhaseSet phases, ApiFunctions.Unary body) {
    return value(name, call -> ApiTable.bind(call, name, phases, body));
  }

  /** Adds a function with the phases in which it may be called. */
  public ApiTable function(String name, PhaseSet phases, ApiFunctions.Binary body) {
    return value(name, call -> ApiTable.bind(call, name, phases, body));
  }

  /** Adds a function with the phases in which it may be called. */
  public ApiTable function(String name, PhaseSet phases, ApiFunctions.Ternary body) {
    return value(name, call -> ApiTable.bind(call, name, phases, body));
  }

  /** Adds a function of any number of arguments with the phases in which it may be called. */
  public ApiTable variadic(String name, PhaseSet phases, ApiFunctions.Variadic body) {
    return value(name, call -> ApiTable.bindVariadic(call, name, phases, body));
  }

  /** Makes the Lua table with all rows for one VM. */
  public LuaTable install(ApiCall call) {
    return install(call, new LuaTable(0, rows.size() + tables.size()));
  }

  /** Puts all rows into an existing Lua table of one VM. */
  public LuaTable install(ApiCall call, LuaTable table) {
    for (Map.Entry<String, ApiTable> nested : tables.entrySet()) {
      LuaString key = LuaString.intern(nested.getKey());
      if (table.get(key) instanceof LuaTable existing) {
        nested.getValue().install(call, existing);
      } else {
        table.put(key, nested.getValue().install(call));
      }
    }
    for (Map.Entry<String, ApiFunctions.Maker> row : rows.entrySet()) {
      table.put(LuaString.intern(row.getKey()), row.getValue().make(call));
    }
    if (!properties.isEmpty()) {
      table.metatable(propertyTable(call));
    }
    return table;
  }

  private LuaTable propertyTable(ApiCall call) {
    LuaTable metatable = new LuaTable(0, 2);
    Function2 read =
        (table, key) -> {
          Property property = key instanceof LuaString name ? properties.get(name) : null;
          return property == null ? null : property.getter().call(call);
        };
    Function3 write =
        (table, key, value) -> {
          Property property = key instanceof LuaString name ? properties.get(name) : null;
          if (property == null || property.setter() == null) {
            ((LuaTable) table).put(key, value);
          } else {
            property.setter().call(call, value);
          }
          return Results.EMPTY;
        };
    metatable.put("__index", JavaFunction.of("__index", read));
    metatable.put("__newindex", JavaFunction.of("__newindex", write));
    return metatable;
  }

  private static JavaFunction bind(
      ApiCall call, String name, PhaseSet phases, ApiFunctions.Nullary body) {
    if (phases == PhaseSet.ANY) {
      return JavaFunction.of(name, () -> body.call(call));
    }
    return JavaFunction.of(
        name,
        () -> {
          phases.check(call.current());
          return body.call(call);
        });
  }

  private static JavaFunction bind(
      ApiCall call, String name, PhaseSet phases, ApiFunctions.Unary body) {
    if (phases == PhaseSet.ANY) {
      return JavaFunction.of(name, (Object a) -> body.call(call, a));
    }
    return JavaFunction.of(
        name,
        (Object a) -> {
          phases.check(call.current());
          return body.call(call, a);
        });
  }

  private static JavaFunction bind(
      ApiCall call, String name, PhaseSet phases, ApiFunctions.Binary body) {
    return JavaFunction.of(
        name,
        (Object a, Object b) -> {
          phases.check(call.current());
          return body.call(call, a, b);
        });
  }

  private static JavaFunction bind(
      ApiCall call, String name, PhaseSet phases, ApiFunctions.Ternary body) {
    return JavaFunction.of(
        name,
        (Object a, Object b, Object c) -> {
          phases.check(call.current());
          return body.call(call, a, b, c);
        });
  }

  private static JavaFunction bindVariadic(
      ApiCall call, String name, PhaseSet phases, ApiFunctions.Variadic body) {
    return JavaFunction.variadic(
        name,
        (Object[] args) -> {
          phases.check(call.current());
          return body.call(call, args);
        });
  }
}
