package io.perigee.http.phase;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.request.PostSubrequest;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import org.jspecify.annotations.Nullable;

/**
 * Makes subrequests (nginx's {@code ngx_http_subrequest}): requests of the server to itself that
 * share connection, received headers and body with their main request. Their output goes into the
 * main response at the place where they were made, or stays in memory, or is dropped.
 */
public final class Subrequests {
  /** The output is handed to the post-subrequest handler instead of the client. */
  public static final int IN_MEMORY = 2;

  /** The parent waits for the end although the output is not yet its turn. */
  public static final int WAITED = 4;

  /** Method, location and content handler are the parent's. */
  public static final int CLONE = 8;

  /** Nobody waits for the end, and the output is dropped. */
  public static final int BACKGROUND = 16;

  /**
   * A module takes the output in a filter, so that the subrequest has no place in the order of the
   * main response; nor have subrequests inside it.
   */
  public static final int CAPTURED = 32;

  private static final int MAX_HOLDERS = 65535 - 1000;

  private Subrequests() {}

  /**
   * Makes a subrequest and posts it: it starts when the present event is over. Null means that it
   * was refused; the reason was logged.
   */
  public static @Nullable Request create(
      Request r, byte[] uri, byte[] args, int flags, @Nullable PostSubrequest post) {
    if (!isAllowed(r, uri)) {
      return null;
    }
    Request sr = Request.subrequestOf(r);
    sr.uri(uri);
    sr.args(args);
    sr.postSubrequest(post);
    sr.set(RequestFlag.SUBREQUEST_IN_MEMORY, (flags & IN_MEMORY) != 0);
    sr.set(RequestFlag.FILTER_NEED_IN_MEMORY, (flags & IN_MEMORY) != 0);
    sr.set(RequestFlag.WAITED, (flags & WAITED) != 0);
    sr.set(RequestFlag.BACKGROUND, (flags & BACKGROUND) != 0);
    sr.set(RequestFlag.INTERNAL, true);
    sr.set(RequestFlag.EXPECT_TESTED, true);
    sr.set(RequestFlag.DISCARD_BODY, r.is(RequestFlag.DISCARD_BODY));
    sr.server(r.server());
    sr.writeHandler(PhaseEngine::start);
    boolean captured = (flags & CAPTURED) != 0 || r.is(RequestFlag.CAPTURED);
    sr.set(RequestFlag.CAPTURED, captured);
    if (!captured && (flags & BACKGROUND) == 0) {
      r.outputState().addSubrequest(r, sr);
    }
    if ((flags & CLONE) != 0) {
      likeParent(sr, r);
    }
    r.main().count(1);
    sr.post();
    return sr;
  }

  private static boolean isAllowed(Request r, byte[] uri) {
    if (r.subrequestsLeft() == 0) {
      r.log(Level.ERROR, "subrequests cycle while processing \"" + Ascii.string(uri) + "\"");
      return false;
    }
    if (r.main().count() >= MAX_HOLDERS) {
      r.log(
          Level.CRIT,
          "request reference counter overflow while processing \"" + Ascii.string(uri) + "\"");
      return false;
    }
    if (r.is(RequestFlag.SUBREQUEST_IN_MEMORY)) {
      r.log(Level.ERROR, "nested in-memory subrequest \"" + Ascii.string(uri) + "\"");
      return false;
    }
    return true;
  }

  private static void likeParent(Request sr, Request r) {
    sr.method(r.method(), r.methodName());
    sr.location(r.location());
    sr.set(RequestFlag.VALID_LOCATION, r.is(RequestFlag.VALID_LOCATION));
    sr.set(RequestFlag.VALID_UNPARSED_URI, r.is(RequestFlag.VALID_UNPARSED_URI));
    sr.contentHandler(r.contentHandler());
    sr.phaseHandlerIndex(r.phaseHandlerIndex());
    sr.writeHandler(PhaseEngine::run);
    ActiveLocation.enter(sr);
  }
}
