package io.perigee.ngx.socket;

import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Userdata;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFunctions;
import io.perigee.ngx.api.PhaseSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The methods of one kind of socket object. In Lua such an object is a table with the socket at
 * index 1 and the methods behind its metatable.
 */
final class SocketMethods {
  private final Map<String, ApiFunctions.Variadic> rows = new LinkedHashMap<>();

  /** Adds a method; it may be called where code can wait. */
  SocketMethods add(String name, ApiFunctions.Variadic body) {
    rows.put(name, body);
    return this;
  }

  /** Adds the methods of another kind. */
  SocketMethods addAll(SocketMethods others) {
    rows.putAll(others.rows);
    return this;
  }

  /** The metatable for one VM. */
  LuaTable metatable(ApiCall call) {
    LuaTable table = new LuaTable(0, rows.size() + 1);
    rows.forEach(
        (name, body) ->
            table.put(
                name,
                JavaFunction.variadic(
                    name,
                    args -> {
                      PhaseSet.YIELDABLE.check(call.current());
                      return body.call(call, args);
                    })));
    table.put("__index", table);
    return table;
  }

  /** A new object in Lua. */
  static LuaTable object(Object socket, LuaTable metatable) {
    LuaTable table = new LuaTable(1, 0);
    table.put(1.0, new Userdata(socket));
    table.metatable(metatable);
    return table;
  }

  /** The socket behind the first argument of a method. */
  static <T> T self(Object[] args, String method, Class<T> type) {
    Object self = args.length == 0 ? null : args[0];
    if (!(self instanceof LuaTable table)) {
      throw args.length == 0
          ? LuaError.missing(1, method, "table")
          : LuaError.typeError(1, method, "table", self);
    }
    if (table.getInt(1) instanceof Userdata data && type.isInstance(data.value())) {
      return type.cast(data.value());
    }
    throw LuaError.argument(1, method, "socket expected");
  }

  /** Refuses a wrong number of arguments. */
  static void count(Object[] args, int min, int max, String words) {
    if (args.length < min || args.length > max) {
      throw LuaError.at(
          1, "expecting " + words + " (including the object), but got " + args.length);
    }
  }

  /** Error text as the second result after nil. */
  static LuaString text(String error) {
    return LuaString.of(error);
  }

  /** An argument, nil where it was left out. */
  static @Nullable Object arg(Object[] args, int index) {
    return index < args.length ? args[index] : null;
  }
}
