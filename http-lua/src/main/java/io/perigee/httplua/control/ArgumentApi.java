package io.perigee.httplua.control;

import io.perigee.core.text.Ascii;
import io.perigee.httplua.context.BodyFilterState;
import io.perigee.httplua.context.RequestContext;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.Function2;
import io.perigee.lua.value.Function3;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.PhaseSet;
import io.perigee.ngx.text.ByteSink;
import io.perigee.ngx.text.ValueText;
import io.perigee.ngx.thread.LuaPhase;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code ngx.arg}: the arguments of set_by_lua, the chunk and end mark of body_filter_by_lua. */
public final class ArgumentApi implements ApiFamily {
  private static final PhaseSet READ = PhaseSet.of(LuaPhase.SET, LuaPhase.BODY_FILTER);
  private static final PhaseSet WRITE = PhaseSet.of(LuaPhase.BODY_FILTER);

  @Override
  public void register(ApiTable ngx) {
    ngx.value("arg", ArgumentApi::table);
  }

  private static LuaTable table(ApiCall call) {
    Function2 read =
        (table, key) -> {
          READ.check(call.current());
          return read(RequestContext.of(call), index(key));
        };
    Function3 write =
        (table, key, value) -> {
          WRITE.check(call.current());
          write(RequestContext.of(call).bodyFilter(), index(key), value);
          return Results.EMPTY;
        };
    LuaTable metatable = new LuaTable(0, 2);
    metatable.put("__index", JavaFunction.of("__index", read));
    metatable.put("__newindex", JavaFunction.of("__newindex", write));
    LuaTable arg = new LuaTable();
    arg.metatable(metatable);
    return arg;
  }

  private static int index(@Nullable Object key) {
    Double number = Conversions.toNumber(key);
    if (number == null) {
      throw LuaError.typeError(2, "?", "number", key);
    }
    return (int) (double) number;
  }

  private static @Nullable Object read(RequestContext context, int index) {
    if (context.phase() == LuaPhase.SET) {
      byte[][] values = context.setArguments();
      return index < 1 || index > values.length ? null : LuaString.wrap(values[index - 1]);
    }
    BodyFilterState state = context.bodyFilter();
    return switch (index) {
      case 1 -> content(state);
      case 2 -> state.isLast();
      default -> throw LuaError.at(1, "bad index: " + index);
    };
  }

  private static Object content(BodyFilterState state) {
    try {
      return state.content();
    } catch (IOException e) {
      throw LuaError.at(1, "failed to read the response body: " + e.getMessage());
    }
  }

  private static void write(BodyFilterState state, int index, @Nullable Object value) {
    switch (index) {
      case 1 -> state.content(bytes(value));
      case 2 -> state.last(Conversions.isTruthy(value));
      default -> throw LuaError.at(1, "attempt to write to index " + index);
    }
  }

  private static byte[] bytes(@Nullable Object value) {
    if (value == null) {
      return Ascii.EMPTY;
    }
    LuaString text = Conversions.toLuaString(value);
    if (text != null) {
      return text.bytes();
    }
    if (value instanceof LuaTable) {
      ByteSink sink = new ByteSink(256);
      new ValueText("?", "string, number or array table expected, but got ").append(sink, value, 3);
      return sink.toBytes();
    }
    throw LuaError.at(1, "bad chunk data type: " + Conversions.typeName(value));
  }
}
