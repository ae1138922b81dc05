package io.perigee.httplua.control;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.request.Request;
import io.perigee.httplua.LuaSettings;
import io.perigee.httplua.context.RequestContext;
import io.perigee.httplua.request.UnsafeUri;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.PhaseSet;
import io.perigee.ngx.encoding.QueryArgs;
import io.perigee.ngx.thread.LightThread;
import io.perigee.ngx.thread.LuaPhase;
import io.perigee.ngx.thread.ResultCode;
import io.perigee.ngx.thread.ThreadContext;
import io.perigee.ngx.thread.ThreadOperations;
import org.jspecify.annotations.Nullable;

/** {@code ngx.exit, exec, redirect, on_abort}: what ends a handler (semantics of ngx_lua). */
public final class ControlApi implements ApiFamily {
  private static final PhaseSet EXIT =
      PhaseSet.YIELDABLE.and(LuaPhase.HEADER_FILTER, LuaPhase.BALANCER, LuaPhase.SSL_SESSION_STORE);
  private static final String REDIRECTS =
      "only ngx.HTTP_MOVED_TEMPORARILY, ngx.HTTP_MOVED_PERMANENTLY, "
          + "ngx.HTTP_PERMANENT_REDIRECT, ngx.HTTP_SEE_OTHER, and "
          + "ngx.HTTP_TEMPORARY_REDIRECT are allowed";

  @Override
  public void register(ApiTable ngx) {
    ngx.function("exit", EXIT, ControlApi::exit)
        .variadic("exec", PhaseSet.RESPONSE, ControlApi::exec)
        .variadic("redirect", PhaseSet.RESPONSE, ControlApi::redirect)
        .function("on_abort", PhaseSet.RESPONSE, ControlApi::onAbort)
        .property("is_subrequest", ControlApi::isSubrequest);
  }

  private static Object isSubrequest(ApiCall call) {
    PhaseSet.REQUEST.check(call.current());
    return RequestContext.of(call).request().isSubrequest();
  }

  private static boolean breaksConnection(int status) {
    return status == 408 || status == 444 || status == 499;
  }

  private static Object exit(ApiCall call, @Nullable Object value) {
    Double number = Conversions.toNumber(value);
    if (number == null) {
      throw LuaError.typeError(1, "exit", "number", value);
    }
    int code = (int) (double) number;
    if (code == ResultCode.AGAIN || code == ResultCode.DONE) {
      throw LuaError.at(1, "bad argument to 'ngx.exit': does not accept NGX_AGAIN or NGX_DONE");
    }
    ThreadContext context = call.context();
    if (context instanceof RequestContext request) {
      code = requestCode(request, code);
    }
    context.requestExit(code);
    if (!PhaseSet.YIELDABLE.allows(context.phase())) {
      return Results.EMPTY;
    }
    ThreadOperations.abandon(call.thread());
    return Results.EMPTY;
  }

  private static int requestCode(RequestContext context, int code) {
    if (context.hasPendingSubrequests() && code != ResultCode.ERROR && !breaksConnection(code)) {
      throw LuaError.at(1, "attempt to abort with pending subrequests");
    }
    if (!context.output().headerSent() || code < 300 || breaksConnection(code)) {
      return code;
    }
    Request r = context.request();
    int sent = r.headersOut().status();
    if (code != sent) {
      r.log(
          Level.ERROR,
          "attempt to set status "
              + code
              + " via ngx.exit after sending out the response status "
              + sent);
    }
    return 200;
  }

  // ---- exec

  private static Object exec(ApiCall call, Object[] args) {
    RequestContext context = RequestContext.of(call);
    if (args.length != 1 && args.length != 2) {
      throw LuaError.at(1, "expecting one or two arguments, but got " + args.length);
    }
    LuaString target = Conversions.toLuaString(args[0]);
    if (target == null) {
      throw LuaError.typeError(1, "exec", "string", args[0]);
    }
    byte[] uri = target.bytes();
    if (uri.length == 0) {
      throw LuaError.at(1, "The uri argument is empty");
    }
    byte[] more = args.length == 2 ? arguments(args[1]) : new byte[0];
    byte[] query = new byte[0];
    int mark = Ascii.indexOf(uri, '?', 0);
    if (mark >= 0) {
      query = Ascii.slice(uri, mark + 1, uri.length);
      uri = Ascii.slice(uri, 0, mark);
    }
    uri = UnsafeUri.checked(uri, "unsafe uri");
    if (more.length > 0) {
      query = query.length == 0 ? more : Ascii.concat(query, new byte[] {'&'}, more);
    }
    checkStillOpen(context, "attempt to call ngx.exec after sending out response headers");
    if (uri.length > 0 && uri[0] == '@' && query.length > 0) {
      context
          .request()
          .log(
              Level.WARN,
              "query strings "
                  + Ascii.string(query)
                  + " ignored when exec'ing named location "
                  + Ascii.string(uri));
    }
    context.exec(uri, query);
    ThreadOperations.abandon(call.thread());
    return Results.EMPTY;
  }

  private static byte[] arguments(@Nullable Object value) {
    if (value == null) {
      return new byte[0];
    }
    if (value instanceof LuaTable table) {
      return QueryArgs.encode(table);
    }
    LuaString text = Conversions.toLuaString(value);
    if (text == null) {
      throw LuaError.argument(
          2, "exec", "string, number, or table expected, but got " + Conversions.typeName(value));
    }
    return text.bytes();
  }

  private static void checkStillOpen(RequestContext context, String message) {
    if (context.hasPendingSubrequests()) {
      throw LuaError.at(1, "attempt to abort with pending subrequests");
    }
    if (context.output().headerSent()) {
      throw LuaError.at(1, message);
    }
  }

  // ---- redirect

  private static Object redirect(ApiCall call, Object[] args) {
    if (args.length != 1 && args.length != 2) {
      throw LuaError.at(1, "expecting one or two arguments");
    }
    RequestContext context = RequestContext.of(call);
    LuaString target = Conversions.toLuaString(args[0]);
    if (target == null) {
      throw LuaError.typeError(1, "redirect", "string", args[0]);
    }
    int status = 302;
    if (args.length == 2) {
      Double number = Conversions.toNumber(args[1]);
      if (number == null) {
        throw LuaError.typeError(2, "redirect", "number", args[1]);
      }
      status = (int) (double) number;
      if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) {
        throw LuaError.at(1, REDIRECTS);
      }
    }
    checkStillOpen(context, "attempt to call ngx.redirect after sending out the headers");
    UnsafeUri.checkBytes(target.bytes(), "redirect uri", "");
    Request r = context.request();
    r.headersOut().remove(LOCATION);
    r.headersOut().append(LOCATION, target.bytes());
    r.headersOut().status(status);
    context.requestExit(status);
    ThreadOperations.abandon(call.thread());
    return Results.EMPTY;
  }

  private static final byte[] LOCATION = Ascii.latin1("Location");

  // ---- on_abort

  private static Object onAbort(ApiCall call, @Nullable Object value) {
    RequestContext context = RequestContext.of(call);
    if (context.abortCallback() != null) {
      return Results.of(null, LuaString.of("duplicate call"));
    }
    if (!context.request().settings().get(LuaSettings.CHECK_CLIENT_ABORT)) {
      return Results.of(null, LuaString.of("lua_check_client_abort is off"));
    }
    if (!(value instanceof LuaFunction function) || function.isHost()) {
      throw LuaError.argument(1, "?", "Lua function expected");
    }
    LightThread callback = ThreadOperations.prepareCallback(call.thread(), function);
    context.abortCallback(callback);
    return 1.0;
  }
}
