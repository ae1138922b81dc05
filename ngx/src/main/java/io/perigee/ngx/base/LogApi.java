package io.perigee.ngx.base;

import io.perigee.core.log.Level;
import io.perigee.lua.runtime.Activation;
import io.perigee.lua.runtime.CallStack;
import io.perigee.lua.runtime.Calls;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.Traceback;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Metamethod;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.text.ValueText;
import io.perigee.ngx.thread.ThreadContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ngx.log} and {@code print}: lines of the error log with the place of the caller. */
public final class LogApi implements ApiFamily {
  @Override
  public void register(ApiTable ngx) {
    ngx.variadic("log", LogApi::log);
    ngx.globals().variadic("print", LogApi::print);
  }

  private static Object log(ApiCall call, Object[] args) {
    Double number = args.length == 0 ? null : Conversions.toNumber(args[0]);
    if (number == null) {
      throw args.length == 0
          ? LuaError.missing(1, "log", "number")
          : LuaError.typeError(1, "log", "number", args[0]);
    }
    Level level = Level.ofNumber((int) (double) number);
    if (level == null) {
      throw LuaError.at(1, "bad log level: " + (int) (double) number);
    }
    write(call, level, args, 1);
    return Results.EMPTY;
  }

  private static Object print(ApiCall call, Object[] args) {
    write(call, Level.NOTICE, args, 0);
    return Results.EMPTY;
  }

  private static void write(ApiCall call, Level level, Object[] args, int from) {
    ThreadContext context = call.current();
    boolean enabled = context == null ? call.log().enabled(level) : context.logs(level);
    if (!enabled) {
      return;
    }
    StringBuilder line = new StringBuilder("[lua] ");
    place(line);
    for (int i = from; i < args.length; i++) {
      line.append(text(args[i], i - from + 1));
    }
    String message = line.toString();
    if (context == null) {
      call.log().log(level, message);
    } else {
      context.log(level, message);
    }
  }

  /** Appends FILE:LINE: and, for a function with a name, NAME(): of the caller. */
  private static void place(StringBuilder line) {
    List<Activation> stack = CallStack.all();
    int at = 0;
    while (at < stack.size() && stack.get(at).isHost()) {
      at++;
    }
    if (at == stack.size()) {
      return;
    }
    Activation caller = stack.get(at);
    String source = caller.info().shortSource();
    int slash = source.lastIndexOf('/');
    line.append(slash < 0 ? source : source.substring(slash + 1));
    line.append(':').append(caller.line()).append(": ");
    String name = Traceback.calledAs(stack, at);
    if (name != null) {
      line.append(Traceback.bareName(name)).append("(): ");
    }
  }

  private static String text(@Nullable Object value, int number) {
    if (value instanceof LuaTable table) {
      LuaTable metatable = table.metatable();
      if (metatable == null || metatable.metamethod(Metamethod.TOSTRING) == null) {
        throw LuaError.argument(number, "log", "expected table to have __tostring metamethod");
      }
      Object handler = metatable.metamethod(Metamethod.TOSTRING);
      Object made = Calls.first(handler, table);
      if (!(made instanceof LuaString string)) {
        throw LuaError.argument(number, "log", "'__tostring' must return a string");
      }
      return string.toString();
    }
    if (value == null
        || value instanceof LuaString
        || value instanceof Double
        || value instanceof Boolean) {
      return Conversions.rawToString(value).toString();
    }
    if (ValueText.isNull(value)) {
      return "null";
    }
    throw LuaError.argument(
        number,
        "log",
        "string, number, boolean, or nil expected, got " + Conversions.typeName(value));
  }
}
