package io.perigee.httplua.capture;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.Variable;
import io.perigee.core.variable.VariableValues;
import io.perigee.http.phase.Subrequests;
import io.perigee.http.request.Methods;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestBody;
import io.perigee.httplua.context.RequestContext;
import io.perigee.httplua.response.HeaderText;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.PhaseSet;
import io.perigee.ngx.thread.LightThread;
import io.perigee.ngx.thread.LuaPhase;
import io.perigee.ngx.thread.ResultCode;
import io.perigee.ngx.thread.ThreadOperations;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ngx.location.capture} and {@code capture_multi}. */
public final class CaptureApi implements ApiFamily {
  private static final PhaseSet PHASES =
      PhaseSet.of(LuaPhase.REWRITE, LuaPhase.ACCESS, LuaPhase.CONTENT)
          .missing("no request object found");
  private static final byte[] CONTENT_LENGTH = Ascii.latin1("Content-Length");
  private static final byte[] SMALL_CONTENT_LENGTH = Ascii.latin1("content-length");

  @Override
  public void register(ApiTable ngx) {
    ngx.table("location")
        .variadic("capture", PHASES, CaptureApi::one)
        .variadic("capture_multi", PHASES, CaptureApi::several);
  }

  private static @Nullable Object one(ApiCall call, Object[] args) {
    if (args.length != 1 && args.length != 2) {
      throw LuaError.at(1, "expecting one or two arguments");
    }
    return run(call, List.of(CaptureOptions.read(1, args[0], args.length == 2 ? args[1] : null)));
  }

  private static @Nullable Object several(ApiCall call, Object[] args) {
    if (args.length != 1) {
      throw LuaError.at(1, "only one argument is expected, but got " + args.length);
    }
    if (!(args[0] instanceof LuaTable list)) {
      throw LuaError.typeError(1, "capture_multi", "table", args[0]);
    }
    int count = list.length();
    if (count == 0) {
      throw LuaError.at(1, "at least one subrequest should be specified");
    }
    List<CaptureOptions> all = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      if (!(list.getInt(i) instanceof LuaTable query)) {
        throw LuaError.at(
            1,
            "the query argument "
                + (i - 1)
                + " is not a table, but a "
                + Conversions.typeName(list.getInt(i)));
      }
      int fields = query.length();
      if (fields != 1 && fields != 2) {
        throw LuaError.at(1, "query argument " + (i - 1) + " expecting one or two arguments");
      }
      all.add(CaptureOptions.read(i, query.getInt(1), query.getInt(2)));
    }
    return run(call, all);
  }

  private static @Nullable Object run(ApiCall call, List<CaptureOptions> all) {
    RequestContext context = RequestContext.of(call);
    LightThread thread = call.thread();
    CaptureGroup group = new CaptureGroup(thread);
    for (CaptureOptions options : all) {
      start(context, group, options);
    }
    thread.pending(group::cancel);
    return ThreadOperations.await(thread);
  }

  private static void start(RequestContext context, CaptureGroup group, CaptureOptions options) {
    Request r = context.request();
    if (r.subrequestsLeft() <= 1) {
      group.abandon();
      r.log(
          Level.ERROR, "lua subrequests cycle while processing \"" + Ascii.string(r.uri()) + "\"");
      throw LuaError.at(1, "failed to issue subrequest: -1");
    }
    List<Assignment> assignments = assignments(group, r, options);
    Capture capture = group.add();
    Request sr =
        Subrequests.create(
            r, options.uri().bytes(), options.args().bytes(), Subrequests.CAPTURED, capture);
    if (sr == null) {
      group.abandon();
      throw LuaError.at(1, "failed to issue subrequest: -1");
    }
    capture.attach(sr);
    sr.method(options.method(), Methods.name(options.method()));
    body(r, sr, options);
    variables(r, sr, options.extras().variables());
    for (Assignment assignment : assignments) {
      assignment.variable().assign(sr, assignment.value().bytes());
    }
    headers(sr, options.extras().headers());
    LuaTable ctx = options.extras().ctx();
    if (ctx != null) {
      RequestContext.of(sr).table(ctx);
    }
  }

  private static void body(Request r, Request sr, CaptureOptions options) {
    LuaString own = options.extras().body();
    if (own != null) {
      sr.body(RequestBody.of(own.bytes()));
      sr.headersIn().set(CONTENT_LENGTH, Ascii.decimal(own.length()));
      return;
    }
    boolean inherits =
        options.extras().forwardBody()
            || options.method() == Methods.POST
            || options.method() == Methods.PUT;
    if (!inherits) {
      sr.body(null);
      sr.headersIn().remove(SMALL_CONTENT_LENGTH);
    } else if (r.body() == null) {
      sr.headersIn().remove(SMALL_CONTENT_LENGTH);
    }
  }

  private static void variables(Request r, Request sr, CaptureOptions.Variables wanted) {
    if (!wanted.share()) {
      sr.variables(
          wanted.copy()
              ? r.variables().copy()
              : new VariableValues(r.conf().variables().indexed()));
    }
  }

  /** A variable that the subrequest begins with. */
  private record Assignment(Variable<Request> variable, LuaString value) {}

  /** What can go wrong is found before the subrequest is made; the reason goes to the log. */
  private static List<Assignment> assignments(
      CaptureGroup group, Request r, CaptureOptions options) {
    if (!options.hasMethod()) {
      throw refused(group, r, "unsupported HTTP method: " + options.method(), ResultCode.ERROR);
    }
    LuaTable own = options.extras().variables().own();
    if (own == null) {
      return List.of();
    }
    List<Assignment> all = new ArrayList<>();
    for (int i = own.advance(0); i >= 0; i = own.advance(i + 1)) {
      if (own.keyAt(i) instanceof LuaString name) {
        Variable<Request> variable = r.conf().variables().find(name.toString());
        if (variable == null) {
          String reason = "\" cannot be assigned a value (maybe you forgot to define it first?) ";
          throw refused(group, r, "variable \"" + name + reason, ResultCode.ERROR);
        }
        if (!variable.isChangeable()) {
          throw refused(group, r, "variable \"" + name + "\" not changeable", 500);
        }
        LuaString value = Conversions.toLuaString(own.valueAt(i));
        all.add(new Assignment(variable, value));
      }
    }
    return all;
  }

  private static LuaError refused(CaptureGroup group, Request r, String reason, int code) {
    group.abandon();
    r.log(Level.ERROR, reason);
    return LuaError.at(1, "failed to adjust the subrequest: " + code);
  }

  private static void headers(Request sr, @Nullable LuaTable headers) {
    if (headers == null) {
      return;
    }
    for (int i = headers.advance(0); i >= 0; i = headers.advance(i + 1)) {
      byte[] name = HeaderText.name(HeaderText.text(headers.keyAt(i)), false);
      Object value = headers.valueAt(i);
      if (value instanceof LuaTable list) {
        for (byte[] each : HeaderText.list(list)) {
          sr.headersIn().add(name, each);
        }
      } else {
        sr.headersIn().set(name, HeaderText.value(HeaderText.text(value)));
      }
    }
  }
}
