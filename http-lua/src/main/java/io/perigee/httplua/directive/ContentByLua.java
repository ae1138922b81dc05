package io.perigee.httplua.directive;

import io.perigee.core.log.Level;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.PhaseHandler;
import io.perigee.http.request.Request;
import io.perigee.httplua.LuaSettings;
import io.perigee.httplua.context.RequestContext;
import io.perigee.httplua.vm.LoadFailure;
import io.perigee.httplua.vm.LuaSource;
import io.perigee.lua.value.LuaFunction;
import io.perigee.ngx.thread.LuaPhase;
import io.perigee.ngx.thread.ResultCode;

/** The content handler of a location with {@code content_by_lua*}. */
final class ContentByLua implements PhaseHandler {
  ContentByLua() {}

  @Override
  public Outcome handle(Request r) {
    RequestContext context = RequestContext.of(r);
    Outcome waiting = BodyFirst.read(r, context, request -> request.finish(handle(request)));
    if (waiting == Outcome.DONE) {
      r.main().count(1);
      return waiting;
    }
    if (waiting != null) {
      return waiting;
    }
    LuaFunction chunk;
    try {
      LuaSource source = r.settings().get(LuaSettings.CONTENT);
      chunk = source.load(context.environment(), r);
    } catch (LoadFailure e) {
      r.log(Level.ERROR, e.message());
      return Outcome.status(e.status());
    }
    context.open(LuaPhase.CONTENT);
    r.writeHandler(request -> context.contentPosted());
    AbortCheck.install(r, context);
    int code = context.start(LuaPhase.CONTENT, chunk);
    if (code == ResultCode.AGAIN) {
      context.guard();
      r.main().count(1);
      return Outcome.DONE;
    }
    return context.contentEnded(code);
  }
}
