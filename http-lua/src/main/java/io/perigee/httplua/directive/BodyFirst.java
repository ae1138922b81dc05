package io.perigee.httplua.directive;

import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestEvent;
import io.perigee.httplua.LuaSettings;
import io.perigee.httplua.context.RequestContext;
import org.jspecify.annotations.Nullable;

/** {@code lua_need_request_body on}: the whole body is read before the code of a handler starts. */
final class BodyFirst {
  private BodyFirst() {}

  /** Null when the handler may start, otherwise what it answers; then {@code again} runs later. */
  static @Nullable Outcome read(Request r, RequestContext context, RequestEvent again) {
    if (context.isWaitingForBody()) {
      return Outcome.DONE;
    }
    if (context.isBodyReady() || !r.settings().get(LuaSettings.NEED_REQUEST_BODY)) {
      return null;
    }
    context.wantBody();
    context.waitingForBody(true);
    boolean[] later = {false};
    Outcome outcome =
        r.readBody(
            request -> {
              request.main().count(-1);
              context.bodyReady(true);
              context.waitingForBody(false);
              if (later[0]) {
                again.happened(request);
              }
            });
    later[0] = true;
    if (outcome == Outcome.ERROR || outcome.code() >= 300) {
      context.waitingForBody(false);
      return outcome;
    }
    return context.isBodyReady() ? null : Outcome.DONE;
  }
}
