package io.perigee.http.phase;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.connection.HttpConnection;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.filter.RequestOutput;
import io.perigee.http.request.PostSubrequest;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestEvent;
import io.perigee.http.request.RequestFlag;
import java.util.Objects;

/**
 * The end of a request or subrequest (nginx's {@code ngx_http_finalize_request}): an outcome
 * becomes an error page, a wait for buffered output, the parent's turn, or the end of the whole
 * request. The main request's count says how many parts still hold it; the connection frees it at
 * zero.
 */
public final class Finalizer {
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;
  private static final int SPECIAL = 300;
  private static final int REQUEST_TIME_OUT = 408;
  private static final int CLOSE = 444;
  private static final int CLIENT_CLOSED_REQUEST = 499;

  private Finalizer() {}

  /** Ends the work on a request with this outcome, as far as it can be ended now. */
  public static void finish(Request r, Outcome first) {
    Outcome outcome = first;
    while (true) {
      if (outcome == Outcome.DONE) {
        r.connection().finalizeConnection(r);
        return;
      }
      if (outcome == Outcome.OK && r.is(RequestFlag.FILTER_FINALIZE)) {
        r.connection().failed();
      }
      if (outcome == Outcome.DECLINED) {
        r.contentHandler(null);
        r.writeHandler(PhaseEngine::run);
        r.runPhases();
        return;
      }
      PostSubrequest post = r.postSubrequest();
      if (r.isSubrequest() && post != null) {
        outcome = post.finished(r, outcome);
      }
      if (isBroken(r, outcome)) {
        if (!PostAction.start(r)) {
          r.connection().terminateRequest(r, outcome);
        }
        return;
      }
      if (!needsSpecialResponse(outcome)) {
        finishPlain(r);
        return;
      }
      if (outcome.code() == CLOSE) {
        r.connection().terminateRequest(r, outcome);
        return;
      }
      outcome = SpecialResponse.send(r, outcome.code());
    }
  }

  private static boolean isBroken(Request r, Outcome outcome) {
    int code = outcome.code();
    return outcome == Outcome.ERROR
        || code == REQUEST_TIME_OUT
        || code == CLIENT_CLOSED_REQUEST
        || r.connection().error();
  }

  private static boolean needsSpecialResponse(Outcome outcome) {
    int code = outcome.code();
    return code >= SPECIAL || code == CREATED || code == NO_CONTENT;
  }

  private static void finishPlain(Request r) {
    if (r.isSubrequest()) {
      finishSubrequest(r);
    } else {
      finishMain(r);
    }
  }

  private static void finishSubrequest(Request r) {
    RequestOutput output = r.outputState();
    boolean captured = r.is(RequestFlag.CAPTURED);
    if (output.buffered() || (!captured && output.hasPostponed())) {
      waitForOutput(r, output);
      return;
    }
    HttpConnection c = r.connection();
    Request parent = Objects.requireNonNull(r.parent());
    if (r == c.active() || captured || r.is(RequestFlag.BACKGROUND)) {
      logOnce(r);
      r.set(RequestFlag.DONE, true);
      if (r.is(RequestFlag.BACKGROUND)) {
        c.finalizeConnection(r);
        return;
      }
      r.main().count(-1);
      if (!captured) {
        parent.outputState().subrequestDone(r);
        c.active(parent);
      }
    } else {
      r.writeHandler(Finalizer::finishWhenActive);
      if (r.is(RequestFlag.WAITED)) {
        r.set(RequestFlag.DONE, true);
      }
    }
    parent.post();
  }

  /** What was postponed may be ready by now, so it is looked at again when this event is over. */
  private static void waitForOutput(Request r, RequestOutput output) {
    r.waitForWrite();
    if (output.hasPostponed()) {
      r.post();
    }
  }

  private static void logOnce(Request r) {
    if (r.is(RequestFlag.LOGGED)) {
      r.log(Level.ALERT, "subrequest: " + target(r) + " logged again");
      return;
    }
    if (r.settings().get(CoreSettings.LOG_SUBREQUEST)) {
      PhaseEngine.log(r);
    }
    r.set(RequestFlag.LOGGED, true);
  }

  private static String target(Request r) {
    return "\"" + Ascii.string(r.uri()) + "?" + Ascii.string(r.args()) + "\"";
  }

  /**
   * Entered when the output of a finished subrequest has become the active one: what was postponed
   * leaves, then the subrequest is finished again (nginx's {@code ngx_http_request_finalizer}).
   */
  private static void finishWhenActive(Request r) {
    finish(r, Outcome.OK);
  }

  private static void finishMain(Request r) {
    HttpConnection c = r.connection();
    RequestOutput output = r.outputState();
    if (output.buffered() || output.hasPostponed() || c.hasBufferedOutput()) {
      waitForOutput(r, output);
      return;
    }
    if (r != c.active()) {
      r.log(Level.ALERT, "http finalize non-active request: " + target(r));
      return;
    }
    r.set(RequestFlag.DONE, true);
    r.writeHandler(RequestEvent.NOTHING);
    if (!r.is(RequestFlag.POST_ACTION)) {
      r.set(RequestFlag.REQUEST_COMPLETE, true);
    }
    if (!PostAction.start(r)) {
      c.finalizeConnection(r);
    }
  }
}
