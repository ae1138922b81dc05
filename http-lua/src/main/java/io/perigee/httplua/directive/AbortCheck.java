package io.perigee.httplua.directive;

import io.perigee.core.log.Level;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.httplua.LuaSettings;
import io.perigee.httplua.context.RequestContext;
import io.perigee.ngx.thread.LightThread;
import io.perigee.ngx.thread.ThreadState;

/** {@code lua_check_client_abort}: what happens when the client goes while Lua code waits. */
final class AbortCheck {
  private static final int CLIENT_CLOSED_REQUEST = 499;

  private AbortCheck() {}

  /** Watches the client from the first handler on; the loss of a client is told once. */
  static void install(Request r, RequestContext context) {
    if (r.settings().get(LuaSettings.CHECK_CLIENT_ABORT)
        && !r.isSubrequest()
        && context.watchClient()) {
      r.onClientAbort(() -> aborted(r, context));
    }
  }

  private static void aborted(Request r, RequestContext context) {
    if (r.is(RequestFlag.DONE)) {
      return;
    }
    r.log(Level.INFO, "client prematurely closed connection");
    LightThread callback = context.abortCallback();
    if (callback == null) {
      context.killAll();
      context.close();
      r.finish(Outcome.status(CLIENT_CLOSED_REQUEST));
    } else if (callback.threadState() == ThreadState.SUSPENDED) {
      context.wakeUserThread(callback);
    }
  }
}
