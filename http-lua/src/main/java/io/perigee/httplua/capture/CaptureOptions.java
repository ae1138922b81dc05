package io.perigee.httplua.capture;

import io.perigee.core.text.Ascii;
import io.perigee.http.request.Methods;
import io.perigee.httplua.request.UnsafeUri;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.ngx.encoding.QueryArgs;
import org.jspecify.annotations.Nullable;

/** What one captured subrequest shall be: the checked path and the option table. */
record CaptureOptions(LuaString uri, LuaString args, int method, Extras extras) {
  /** The options beside path, arguments and method. */
  record Extras(
      @Nullable LuaString body,
      boolean forwardBody,
      Variables variables,
      @Nullable LuaTable ctx,
      @Nullable LuaTable headers) {}

  /** What the subrequest sees of its parent's variables. */
  record Variables(boolean share, boolean copy, @Nullable LuaTable own) {}

  static CaptureOptions read(int argument, @Nullable Object uriValue, @Nullable Object value) {
    LuaString text = Conversions.toLuaString(uriValue);
    if (text == null) {
      throw LuaError.typeError(argument, "capture", "string", uriValue);
    }
    LuaTable options = null;
    if (value != null) {
      if (!(value instanceof LuaTable given)) {
        throw LuaError.at(
            1,
            "expecting table as the 2nd argument for subrequest "
                + (argument - 1)
                + ", but got "
                + Conversions.typeName(value));
      }
      options = given;
    }
    Variables variables =
        new Variables(
            flag(options, "share_all_vars"),
            flag(options, "copy_all_vars"),
            checked(table(options, "vars", "Bad vars option value")));
    Object forwards = option(options, "always_forward_body");
    boolean forward = forwards != null && !Boolean.FALSE.equals(forwards);
    LuaTable ctx = ctx(options);
    byte[] args = args(options);
    LuaTable headers = table(options, "headers", "Bad headers option value");
    int method = method(options);
    LuaString body = body(options);
    byte[] uri = text.bytes();
    int mark = Ascii.indexOf(uri, '?', 0);
    if (mark >= 0) {
      byte[] own = Ascii.slice(uri, mark + 1, uri.length);
      args = args.length == 0 ? own : Ascii.concat(own, new byte[] {'&'}, args);
      uri = Ascii.slice(uri, 0, mark);
    }
    uri = UnsafeUri.checked(uri, "unsafe uri in argument #" + argument + ": " + Ascii.string(uri));
    return new CaptureOptions(
        LuaString.wrap(uri),
        LuaString.wrap(args),
        method,
        new Extras(body, forward, variables, ctx, headers));
  }

  private static @Nullable Object option(@Nullable LuaTable options, String name) {
    return options == null ? null : options.get(LuaString.of(name));
  }

  private static boolean flag(@Nullable LuaTable options, String name) {
    Object value = option(options, name);
    if (value == null) {
      return false;
    }
    if (!(value instanceof Boolean flag)) {
      throw LuaError.at(1, "Bad " + name + " option value");
    }
    return flag;
  }

  private static @Nullable LuaTable table(@Nullable LuaTable options, String name, String failure) {
    Object value = option(options, name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof LuaTable table)) {
      throw LuaError.at(1, failure);
    }
    return table;
  }

  private static @Nullable LuaTable checked(@Nullable LuaTable vars) {
    if (vars == null) {
      return null;
    }
    for (int i = vars.advance(0); i >= 0; i = vars.advance(i + 1)) {
      if (!(vars.keyAt(i) instanceof LuaString)) {
        throw LuaError.at(1, "attempt to use a non-string key in the \"vars\" option table");
      }
      if (Conversions.toLuaString(vars.valueAt(i)) == null) {
        throw LuaError.at(
            1, "attempt to use bad variable value type " + Conversions.typeName(vars.valueAt(i)));
      }
    }
    return vars;
  }

  private static @Nullable LuaTable ctx(@Nullable LuaTable options) {
    Object value = option(options, "ctx");
    if (value == null) {
      return null;
    }
    if (!(value instanceof LuaTable table)) {
      throw LuaError.at(
          1, "Bad ctx option value type " + Conversions.typeName(value) + ", expected a Lua table");
    }
    return table;
  }

  private static byte[] args(@Nullable LuaTable options) {
    Object value = option(options, "args");
    if (value == null) {
      return Ascii.EMPTY;
    }
    if (value instanceof LuaTable table) {
      return QueryArgs.encode(table);
    }
    LuaString text = Conversions.toLuaString(value);
    if (text == null) {
      throw LuaError.at(1, "Bad args option value");
    }
    return text.bytes();
  }

  private static int method(@Nullable LuaTable options) {
    Object value = option(options, "method");
    if (value == null) {
      return Methods.GET;
    }
    if (!(value instanceof Double number)) {
      throw LuaError.at(1, "Bad http request method");
    }
    return (int) (double) number;
  }

  /** Whether the method is one of nginx's. */
  boolean hasMethod() {
    return Integer.bitCount(method) == 1 && method >= Methods.GET && method <= Methods.TRACE;
  }

  private static @Nullable LuaString body(@Nullable LuaTable options) {
    Object value = option(options, "body");
    if (value == null) {
      return null;
    }
    LuaString text = Conversions.toLuaString(value);
    if (text == null) {
      throw LuaError.at(1, "Bad http request body");
    }
    return text;
  }
}
