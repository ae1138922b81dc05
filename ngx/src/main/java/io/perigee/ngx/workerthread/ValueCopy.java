package io.perigee.ngx.workerthread;

import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.LuaThread;
import io.perigee.lua.value.Userdata;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.base.CoreApi;
import org.jspecify.annotations.Nullable;

/**
 * Copies values from one VM to another: nil, booleans, numbers, strings, {@code ngx.null} and
 * tables of these without their metatables. Functions and what else belongs to one VM is refused,
 * and so are tables that are nested deeper than {@link #MAX_DEPTH}, as circular ones are.
 */
final class ValueCopy {
  private static final int MAX_DEPTH = 100;

  private final ApiCall from;
  private final ApiCall to;

  ValueCopy(ApiCall from, ApiCall to) {
    this.from = from;
    this.to = to;
  }

  /** A value that cannot be copied, with the reason in ngx_lua's words. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    Refused(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  @Nullable Object[] all(@Nullable Object[] values, int start) throws Refused {
    @Nullable Object[] copies = new @Nullable Object[Math.max(0, values.length - start)];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = copy(values[start + i], 1);
    }
    return copies;
  }

  private @Nullable Object copy(@Nullable Object value, int depth) throws Refused {
    return switch (value) {
      case null -> null;
      case Boolean flag -> flag;
      case Double number -> number;
      case LuaString text -> text;
      case LuaTable table -> table(table, depth + 1);
      case Userdata data when data == CoreApi.nothing(from) -> CoreApi.nothing(to);
      case LuaFunction _ -> throw unsupported("FUNCTION");
      case LuaThread _ -> throw unsupported("THREAD");
      case Userdata _ -> throw unsupported("USERDATA");
      default -> throw unsupported("CDATA");
    };
  }

  private static Refused unsupported(String type) {
    return new Refused("unsupported Lua type: LUA_T" + type);
  }

  private LuaTable table(LuaTable original, int depth) throws Refused {
    if (depth > MAX_DEPTH) {
      throw new Refused(
          "suspicious circular references, table depth exceed max depth: " + MAX_DEPTH);
    }
    LuaTable made = new LuaTable(original.length(), 0);
    for (int i = original.advance(0); i >= 0; i = original.advance(i + 1)) {
      made.put(copy(original.keyAt(i), depth), copy(original.valueAt(i), depth));
    }
    return made;
  }
}
