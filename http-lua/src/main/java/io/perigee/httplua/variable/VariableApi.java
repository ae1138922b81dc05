package io.perigee.httplua.variable;

import io.perigee.core.variable.Variable;
import io.perigee.http.request.Request;
import io.perigee.http.variable.SetFunctions;
import io.perigee.httplua.context.RequestContext;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.Function1;
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
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code ngx.var.NAME}, {@code ngx.var[N]}, {@code ndk.set_var.DIRECTIVE}. */
public final class VariableApi implements ApiFamily {
  private final SetFunctions setFunctions;

  /** The family with the functions that {@code ndk.set_var} offers. */
  public VariableApi(SetFunctions setFunctions) {
    this.setFunctions = setFunctions;
  }

  @Override
  public void register(ApiTable ngx) {
    ngx.value("var", VariableApi::variables);
    ngx.globals().table("ndk").value("set_var", call -> setVariables());
  }

  private static LuaTable variables(ApiCall call) {
    // Variables that modules define never change while a configuration lives.
    Map<LuaString, Variable<Request>> known = new HashMap<>();
    Function2 read =
        (table, key) -> {
          PhaseSet.REQUEST.check(call.current());
          return read(RequestContext.of(call).request(), known, key);
        };
    Function3 write =
        (table, key, value) -> {
          PhaseSet.REQUEST.check(call.current());
          write(RequestContext.of(call).request(), key, value);
          return Results.EMPTY;
        };
    LuaTable metatable = new LuaTable(0, 2);
    metatable.put("__index", JavaFunction.of("__index", read));
    metatable.put("__newindex", JavaFunction.of("__newindex", write));
    LuaTable var = new LuaTable();
    var.metatable(metatable);
    return var;
  }

  private static @Nullable Object read(
      Request r, Map<LuaString, Variable<Request>> known, @Nullable Object key) {
    if (key instanceof Double number) {
      byte[] group = number < 1 ? null : r.capture((int) (double) number);
      return group == null ? null : LuaString.wrap(group);
    }
    if (!(key instanceof LuaString name)) {
      throw LuaError.at(1, "bad variable name");
    }
    Variable<Request> variable = known.get(name);
    if (variable == null) {
      variable = r.conf().variables().find(name.toString());
      if (variable == null) {
        return null;
      }
      if (known.size() < 1024) {
        known.put(name, variable);
      }
    }
    byte[] value = variable.value(r);
    return value == null ? null : LuaString.wrap(value);
  }

  private static void write(Request r, @Nullable Object key, @Nullable Object value) {
    if (!(key instanceof LuaString name)) {
      throw LuaError.at(1, "bad variable name");
    }
    byte @Nullable [] bytes = null;
    if (value != null) {
      LuaString text = Conversions.toLuaString(value);
      if (text == null) {
        throw LuaError.at(
            1, "string, number, or nil expected, but got " + Conversions.typeName(value));
      }
      bytes = text.bytes();
    }
    Variable<Request> variable = r.conf().variables().named(name.toString());
    if (variable == null) {
      throw LuaError.at(
          1,
          "variable \""
              + name
              + "\" not found for writing; maybe it is a built-in variable that is"
              + " not changeable or you forgot to use \"set $"
              + name
              + " '';\" in the config file to define it first");
    }
    if (!variable.isChangeable()) {
      throw LuaError.at(1, "variable \"" + name + "\" not changeable");
    }
    if (variable.index() < 0 && !variable.hasSetter()) {
      throw LuaError.at(
          1,
          "variable \""
              + name
              + "\" cannot be assigned a value (maybe you forgot to define it"
              + " first?) ");
    }
    variable.assign(r, bytes == null && variable.hasSetter() ? new byte[0] : bytes);
  }

  private LuaTable setVariables() {
    Function2 read = (table, key) -> setFunction(key);
    Function3 write =
        (table, key, value) -> {
          throw LuaError.at(1, "not allowed");
        };
    LuaTable metatable = new LuaTable(0, 2);
    metatable.put("__index", JavaFunction.of("__index", read));
    metatable.put("__newindex", JavaFunction.of("__newindex", write));
    LuaTable table = new LuaTable();
    table.metatable(metatable);
    return table;
  }

  private JavaFunction setFunction(@Nullable Object key) {
    String name = key instanceof LuaString text ? text.toString() : "";
    SetFunctions.SetFunction function = setFunctions.find(name);
    if (function == null) {
      throw LuaError.at(
          1, "ndk.set_var: directive \"" + name + "\" not found or does not use ndk_set_var_value");
    }
    Function1 body =
        value -> {
          LuaString text = Conversions.toLuaString(value);
          byte[] result = function.apply(text == null ? new byte[0] : text.bytes());
          if (result == null) {
            throw LuaError.at(1, "calling directive " + name + " failed with code -1");
          }
          return LuaString.wrap(result);
        };
    return JavaFunction.of(name, body);
  }
}
