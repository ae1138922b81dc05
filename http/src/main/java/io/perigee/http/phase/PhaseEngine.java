package io.perigee.http.phase;

import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;

/**
 * Runs the handlers of a configuration phase by phase (nginx's {@code ngx_http_core_run_phases}). A
 * request remembers its place in the list ({@link Request#phaseHandlerIndex()}), so that a handler
 * that waits is entered again at the same place.
 */
public final class PhaseEngine {
  private PhaseEngine() {}

  /** Starts a new request at its first phase, or an internal one at SERVER_REWRITE. */
  public static void start(Request r) {
    r.connection().action("");
    PhaseTable table = r.conf().phases();
    r.phaseHandlerIndex(table.startOf(r));
    r.set(RequestFlag.VALID_LOCATION, true);
    r.writeHandler(PhaseEngine::run);
    run(r);
  }

  /** Starts a request that was sent to a named location: its rewrite phase comes next. */
  static void startAtLocationRewrite(Request r) {
    r.phaseHandlerIndex(r.conf().phases().locationRewriteIndex());
    r.writeHandler(PhaseEngine::run);
    run(r);
  }

  /** Goes on at the request's present step until a handler waits or the request is finished. */
  public static void run(Request r) {
    PhaseTable table = r.conf().phases();
    boolean more = true;
    while (more) {
      more = table.step(r);
    }
  }

  /** Runs all handlers of the LOG phase; what they answer does not matter. */
  public static void log(Request r) {
    for (PhaseHandler handler : r.conf().phases().logHandlers()) {
      handler.handle(r);
    }
  }
}
