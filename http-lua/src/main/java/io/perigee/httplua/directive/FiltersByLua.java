package io.perigee.httplua.directive;

import io.perigee.http.core.LocationConf;
import io.perigee.http.filter.BodyFilter;
import io.perigee.http.filter.Chain;
import io.perigee.http.filter.HeaderFilter;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.SpecialResponse;
import io.perigee.http.request.ModuleKey;
import io.perigee.http.request.Request;
import io.perigee.httplua.LuaSettings;
import io.perigee.httplua.capture.Capture;
import io.perigee.httplua.context.BodyFilterState;
import io.perigee.httplua.context.RequestContext;
import io.perigee.httplua.vm.LuaSource;
import io.perigee.ngx.thread.LuaPhase;

/** {@code header_filter_by_lua*}, {@code body_filter_by_lua*} and {@code log_by_lua*}. */
final class FiltersByLua {
  /** The location whose header filter replaces the response by an error page at the moment. */
  private static final ModuleKey<LocationConf> FINISHING = ModuleKey.surviving("lua header filter");

  private FiltersByLua() {}

  static Outcome header(Request r, HeaderFilter.Next next) {
    Capture capture = Capture.find(r);
    return capture == null
        ? headerByLua(r, next)
        : headerByLua(r, request -> capture.header(request));
  }

  static Outcome body(Request r, Chain in, BodyFilter.Next next) {
    Capture capture = Capture.find(r);
    return capture == null
        ? bodyByLua(r, in, next)
        : bodyByLua(r, in, (request, chain) -> capture.body(request, chain));
  }

  private static Outcome headerByLua(Request r, HeaderFilter.Next next) {
    LuaSource source = r.settings().get(LuaSettings.HEADER_FILTER);
    if (source == LuaSource.NONE || r.state(FINISHING) == r.location()) {
      return next.send(r);
    }
    RequestContext context = RequestContext.of(r);
    RequestContext.Exit before = context.takeExit();
    Object[] results = ProtectedRun.run(r, context, LuaPhase.HEADER_FILTER, source);
    RequestContext.Exit own = context.takeExit();
    context.restoreExit(before);
    if (results == null) {
      return context.failureStatus() == 503 ? finish(r, 503) : Outcome.ERROR;
    }
    if (own.requested()) {
      if (own.code() == Outcome.ERROR.code()) {
        return Outcome.ERROR;
      }
      if (own.code() > 200) {
        return finish(r, own.code());
      }
    }
    return next.send(r);
  }

  /** Sends an error page instead; the filter of this location does not see that page. */
  private static Outcome finish(Request r, int status) {
    LocationConf outer = r.state(FINISHING);
    r.state(FINISHING, r.location());
    Outcome outcome = SpecialResponse.finishInFilter(r, status);
    r.state(FINISHING, outer);
    return outcome;
  }

  private static Outcome bodyByLua(Request r, Chain in, BodyFilter.Next next) {
    if (in.isEmpty()) {
      return next.write(r, in);
    }
    LuaSource source = r.settings().get(LuaSettings.BODY_FILTER);
    if (source == LuaSource.NONE || r.headerOnly()) {
      return next.write(r, in);
    }
    RequestContext context = RequestContext.of(r);
    BodyFilterState state = context.bodyFilter();
    if (state.hasSeenLast()) {
      return next.write(r, new Chain());
    }
    state.begin(in);
    Object[] results = ProtectedRun.run(r, context, LuaPhase.BODY_FILTER, source);
    Chain out = state.end();
    if (results == null || isError(results)) {
      return Outcome.ERROR;
    }
    return next.write(r, out);
  }

  private static boolean isError(Object[] results) {
    return results.length > 0 && results[0] instanceof Double code && code == -1.0;
  }

  static Outcome log(Request r) {
    LuaSource source = r.settings().get(LuaSettings.LOG);
    if (source != LuaSource.NONE) {
      ProtectedRun.run(r, RequestContext.of(r), LuaPhase.LOG, source);
    }
    return Outcome.OK;
  }
}
