package io.perigee.lua.library;

import io.perigee.lua.coroutine.Coroutine;
import io.perigee.lua.runtime.Activation;
import io.perigee.lua.runtime.FunctionInfo;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.Traceback;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import java.util.List;

/** {@code debug.getinfo} (Lua manual 5.9): the fields of LuaJIT, by the letters of its option. */
final class FunctionDescription {
  private static final String OPTIONS = "flnSuL";

  private final LuaTable table = new LuaTable(0, 12);
  private final LuaFunction function;
  private final FunctionInfo info;
  private final Activation activation;
  private final String calledAs;

  private FunctionDescription(
      LuaFunction function, FunctionInfo info, Activation activation, String calledAs) {
    this.function = function;
    this.info = info;
    this.activation = activation;
    this.calledAs = calledAs;
  }

  static Object getinfo(Object[] args) {
    Coroutine other = Arguments.at(args, 0) instanceof Coroutine c ? c : null;
    int first = other == null ? 0 : 1;
    String options = Arguments.optionalString(args, first + 1, LuaString.of("flnSu")).toString();
    for (int i = 0; i < options.length(); i++) {
      if (OPTIONS.indexOf(options.charAt(i)) < 0) {
        throw Arguments.error(first + 1, "invalid option");
      }
    }
    Object target = Arguments.at(args, first);
    if (target instanceof LuaFunction f) {
      return new FunctionDescription(f, FunctionInfo.of(f.getClass()), null, null).fill(options);
    }
    if (!(target instanceof Double d)) {
      throw Arguments.error(first, "function or level expected");
    }
    int level = Arguments.toInteger(d);
    boolean elsewhere = other != null && other.status() != Coroutine.Status.RUNNING;
    List<Activation> stack = elsewhere ? other.activations() : Traceback.stack();
    if (level < 0 || level >= stack.size()) {
      return null;
    }
    Activation at = stack.get(level);
    String name = Traceback.calledAs(stack, level);
    return new FunctionDescription(at.function(), at.info(), at, name).fill(options);
  }

  private LuaTable fill(String options) {
    for (int i = 0; i < options.length(); i++) {
      switch (options.charAt(i)) {
        case 'S' -> source();
        case 'l' ->
            table.put("currentline", (double) (activation == null ? -1 : activation.line()));
        case 'u' -> parameters();
        case 'n' -> name();
        case 'L' -> lines();
        default -> table.put("func", function);
      }
    }
    return table;
  }

  private void source() {
    boolean host = info == null;
    table.put("source", LuaString.of(host ? "=[C]" : info.source()));
    table.put("short_src", LuaString.of(host ? "[C]" : info.shortSource()));
    table.put("linedefined", host ? -1.0 : (double) info.lineDefined());
    table.put("lastlinedefined", host ? -1.0 : (double) info.lastLine());
    table.put("what", LuaString.of(host ? "C" : info.isMain() ? "main" : "Lua"));
  }

  private void parameters() {
    table.put("nups", info == null ? 0.0 : (double) info.upvalues().size());
    table.put("nparams", info == null ? 0.0 : (double) info.parameters());
    table.put("isvararg", info == null || info.vararg());
  }

  private void name() {
    if (calledAs == null) {
      table.put("namewhat", LuaString.EMPTY);
      return;
    }
    table.put("name", LuaString.of(Traceback.bareName(calledAs)));
    int space = calledAs.indexOf(' ');
    table.put("namewhat", LuaString.of(space < 0 ? "" : calledAs.substring(0, space)));
  }

  private void lines() {
    if (info == null) {
      return;
    }
    LuaTable lines = new LuaTable();
    for (int line : info.activeLines()) {
      lines.putInt(line, true);
    }
    table.put("activelines", lines);
  }

  /** The error of an upvalue index outside the function. */
  static LuaError outOfRange(int argument) {
    return Arguments.error(argument, "index out of range");
  }
}
