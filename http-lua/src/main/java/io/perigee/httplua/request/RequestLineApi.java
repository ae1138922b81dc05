package io.perigee.httplua.request;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.request.Methods;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestBody;
import io.perigee.http.request.RequestFlag;
import io.perigee.httplua.context.RequestContext;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.PhaseSet;
import io.perigee.ngx.encoding.QueryArgs;
import io.perigee.ngx.thread.LuaPhase;
import io.perigee.ngx.thread.ThreadOperations;
import org.jspecify.annotations.Nullable;

/** What reads or changes the request line: method, path, arguments, version, start time. */
public final class RequestLineApi implements ApiFamily {
  private static final PhaseSet JUMP = PhaseSet.of(LuaPhase.REWRITE, LuaPhase.SERVER_REWRITE);
  private static final String TRUNCATED = "truncated";

  @Override
  public void register(ApiTable ngx) {
    ngx.table("req")
        .function("get_method", PhaseSet.REQUEST, RequestLineApi::method)
        .function("set_method", PhaseSet.REQUEST, RequestLineApi::setMethod)
        .variadic("set_uri", PhaseSet.REQUEST, RequestLineApi::setUri)
        .variadic("set_uri_args", PhaseSet.REQUEST, RequestLineApi::setUriArgs)
        .function("get_uri_args", PhaseSet.REQUEST, RequestLineApi::uriArgs)
        .function("get_query_args", PhaseSet.REQUEST, RequestLineApi::uriArgs)
        .function("get_post_args", PhaseSet.REQUEST, RequestLineApi::postArgs)
        .function("http_version", PhaseSet.REQUEST, RequestLineApi::version)
        .function("start_time", PhaseSet.REQUEST, RequestLineApi::startTime)
        .function("is_internal", PhaseSet.REQUEST, RequestLineApi::isInternal);
  }

  private static Request request(ApiCall call) {
    return RequestContext.of(call).request();
  }

  private static Object method(ApiCall call) {
    return LuaString.wrap(request(call).methodName());
  }

  private static Object setMethod(ApiCall call, @Nullable Object value) {
    if (!(value instanceof Double number)) {
      throw LuaError.at(1, "bad method number");
    }
    int bit = (int) (double) number;
    if (Integer.bitCount(bit) != 1 || bit < Methods.GET || bit > Methods.TRACE) {
      throw LuaError.at(1, "unsupported HTTP method: " + bit);
    }
    request(call).method(bit, Methods.name(bit));
    return Results.EMPTY;
  }

  private static Object isInternal(ApiCall call) {
    return request(call).internal();
  }

  private static Object startTime(ApiCall call) {
    return request(call).startMillis() / 1000.0;
  }

  private static @Nullable Object version(ApiCall call) {
    int version = request(call).version();
    return switch (version) {
      case 9 -> 0.9;
      case 1000 -> 1.0;
      case 1001 -> 1.1;
      case 2000 -> 2.0;
      case 3000 -> 3.0;
      default -> null;
    };
  }

  private static Object setUri(ApiCall call, Object[] args) {
    if (args.length < 1 || args.length > 3) {
      throw LuaError.at(1, "expecting 1, 2 or 3 arguments but seen " + args.length);
    }
    LuaString text = Conversions.toLuaString(args[0]);
    if (text == null) {
      throw LuaError.typeError(1, "set_uri", "string", args[0]);
    }
    if (text.length() == 0) {
      throw LuaError.at(1, "attempt to use zero-length uri");
    }
    boolean binary = args.length == 3 && Boolean.TRUE.equals(args[2]);
    if (!binary) {
      UnsafeUri.checkBytes(text.bytes(), "uri", " (maybe you want to set the 'binary' argument?)");
    }
    boolean jump = jump(args);
    RequestContext context = RequestContext.of(call);
    if (jump) {
      JUMP.check(context);
      if (context.hasPendingSubrequests()) {
        throw LuaError.at(1, "attempt to abort with pending subrequests");
      }
    }
    Request r = context.request();
    r.uri(text.bytes());
    r.set(RequestFlag.INTERNAL, true);
    r.set(RequestFlag.VALID_UNPARSED_URI, false);
    if (jump) {
      r.set(RequestFlag.URI_CHANGED, true);
      context.requestJump();
      ThreadOperations.abandon(call.thread());
    }
    return Results.EMPTY;
  }

  private static boolean jump(Object[] args) {
    if (args.length < 2 || args[1] == null) {
      return false;
    }
    if (!(args[1] instanceof Boolean flag)) {
      throw LuaError.typeError(2, "set_uri", "boolean", args[1]);
    }
    return flag;
  }

  private static Object setUriArgs(ApiCall call, Object[] args) {
    if (args.length != 1) {
      throw LuaError.at(1, "expecting 1 argument but seen " + args.length);
    }
    byte[] text;
    if (args[0] instanceof LuaTable table) {
      text = QueryArgs.encode(table);
    } else {
      LuaString string = Conversions.toLuaString(args[0]);
      if (string == null) {
        throw LuaError.argument(
            1,
            "set_uri_args",
            "string, number, or table expected, but got " + Conversions.typeName(args[0]));
      }
      text = UnsafeUri.escapedBytes(string.bytes());
    }
    Request r = request(call);
    r.args(text);
    r.set(RequestFlag.VALID_UNPARSED_URI, false);
    return Results.EMPTY;
  }

  private static Object uriArgs(ApiCall call, @Nullable Object max, @Nullable Object into) {
    return decoded(call, request(call).args(), max, into);
  }

  private static Object decoded(
      ApiCall call, byte[] text, @Nullable Object max, @Nullable Object into) {
    Double number = Conversions.toNumber(max);
    int limit = number == null ? QueryArgs.DEFAULT_LIMIT : Math.max(0, (int) (double) number);
    LuaTable table = into instanceof LuaTable given ? given : new LuaTable(0, 4);
    boolean cut = QueryArgs.decode(text, limit, table);
    if (cut) {
      request(call).log(Level.DEBUG, "lua hit query args limit " + limit);
      return Results.of(table, LuaString.of(TRUNCATED));
    }
    return table;
  }

  private static Object postArgs(ApiCall call, @Nullable Object max, @Nullable Object into) {
    Request r = request(call);
    LuaTable empty = into instanceof LuaTable given ? given : new LuaTable();
    if (r.is(RequestFlag.DISCARD_BODY)) {
      return empty;
    }
    RequestBody body = r.body();
    if (body == null) {
      throw LuaError.at(
          1, "no request body found; maybe you should turn on lua_need_request_body?");
    }
    if (body.isEmpty()) {
      return empty;
    }
    byte[] text = body.inMemory();
    if (text == null) {
      return Results.of(null, LuaString.of("request body in temp file not supported"));
    }
    return decoded(call, text, max, empty);
  }

  /** The path as text, for messages. */
  static String shown(Request r) {
    return Ascii.string(r.uri());
  }
}
