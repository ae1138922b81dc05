package io.perigee.httplua.directive;

import io.perigee.core.log.Level;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import io.perigee.httplua.LuaSettings;
import io.perigee.httplua.context.RequestContext;
import io.perigee.ngx.thread.LightThread;

/** {@code lua_check_client_abort}: what happens when the client goes while Lua code waits. */
final class AbortCheck {
  private static final int CLIENT_CLOSED_REQUEST = 499;

  private AbortCheck() {}

  static void install(Request r, RequestContext context) {
    if (r.settings().get(LuaSettings.CHECK_CLIENT_ABORT) && !r.isSubrequest()) {
      r.onClientAbort(() -> aborted(r, context));
    }
  }

  private static void aborted(Request r, RequestContext context) {
    r.log(Level.INFO, "client prematurely closed connection");
    LightThread callback = context.abortCallback();
    if (callback != null) {
      context.wakeUserThread(callback);
      return;
    }
    context.killAll();
    context.close();
    r.finish(Outcome.status(CLIENT_CLOSED_REQUEST));
  }
}
