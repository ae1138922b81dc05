package io.perigee.http.phase;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.core.LocationConf;
import io.perigee.http.location.FilePath;
import io.perigee.http.location.LocationSearch;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestEvent;
import io.perigee.http.request.RequestFlag;
import org.jspecify.annotations.Nullable;

/**
 * nginx's phase checkers, one for each kind of phase: what the outcome of a handler means, which
 * step comes next, and when the request ends.
 */
final class PhaseCheckers {
  private PhaseCheckers() {}

  private static PhaseHandler required(@Nullable PhaseHandler handler) {
    if (handler == null) {
      throw new IllegalStateException("a phase step without a handler");
    }
    return handler;
  }

  private static boolean advance(Request r) {
    r.phaseHandlerIndex(r.phaseHandlerIndex() + 1);
    return true;
  }

  private static boolean jump(Request r, int next) {
    r.phaseHandlerIndex(next);
    return true;
  }

  private static boolean finish(Request r, Outcome outcome) {
    r.finish(outcome);
    return false;
  }

  /** POST_READ, PREACCESS, PRECONTENT: OK leaves the phase, DECLINED asks the next handler. */
  static boolean generic(Request r, @Nullable PhaseHandler handler, int next) {
    Outcome outcome = required(handler).handle(r);
    if (outcome == Outcome.OK) {
      return jump(r, next);
    }
    if (outcome == Outcome.DECLINED) {
      return advance(r);
    }
    if (outcome == Outcome.AGAIN || outcome == Outcome.DONE) {
      return false;
    }
    return finish(r, outcome);
  }

  /** SERVER_REWRITE and REWRITE: DECLINED goes on, DONE waits, all else ends the request. */
  static boolean rewrite(Request r, @Nullable PhaseHandler handler, int next) {
    Outcome outcome = required(handler).handle(r);
    if (outcome == Outcome.DECLINED) {
      return advance(r);
    }
    if (outcome == Outcome.DONE) {
      return false;
    }
    return finish(r, outcome);
  }

  /** FIND_CONFIG: searches the location, refuses internal ones and bodies that are too large. */
  static boolean findConfig(Request r, @Nullable PhaseHandler handler, int next) {
    r.contentHandler(null);
    r.set(RequestFlag.URI_CHANGED, false);
    LocationSearch.Result found = LocationSearch.find(r);
    if (found == LocationSearch.Result.ERROR) {
      return finish(r, Outcome.status(500));
    }
    LocationConf location = r.location();
    if (!r.internal() && location.isInternal()) {
      return finish(r, Outcome.status(404));
    }
    ActiveLocation.enter(r);
    if (bodyTooLarge(r)) {
      return finish(r, Outcome.status(413));
    }
    if (found == LocationSearch.Result.REDIRECT) {
      return finish(r, redirectToDirectory(r, location));
    }
    return advance(r);
  }

  private static boolean bodyTooLarge(Request r) {
    long length = r.headersIn().contentLength();
    long max = r.settings().get(CoreSettings.CLIENT_MAX_BODY_SIZE);
    if (length == -1 || r.is(RequestFlag.DISCARD_BODY) || max <= 0 || length <= max) {
      return false;
    }
    r.log(Level.ERROR, "client intended to send too large body: " + length + " bytes");
    r.set(RequestFlag.EXPECT_TESTED, true);
    r.discardBody();
    return true;
  }

  private static Outcome redirectToDirectory(Request r, LocationConf location) {
    byte[] target = Ascii.latin1(location.name());
    if (r.args().length > 0) {
      target = Ascii.concat(target, new byte[] {'?'}, r.args());
    }
    r.headersOut().remove(ResponseNames.LOCATION);
    r.headersOut().set(ResponseNames.LOCATION, target);
    return Outcome.status(301);
  }

  /** POST_REWRITE: a changed URI starts the location search again, ten times at most. */
  static boolean postRewrite(Request r, @Nullable PhaseHandler handler, int findConfig) {
    if (!r.is(RequestFlag.URI_CHANGED)) {
      return advance(r);
    }
    r.uriChanges(r.uriChanges() - 1);
    if (r.uriChanges() == 0) {
      r.log(
          Level.ERROR,
          "rewrite or internal redirection cycle while processing \""
              + Ascii.string(r.uri())
              + "\"");
      return finish(r, Outcome.status(500));
    }
    r.server(r.server());
    return jump(r, findConfig);
  }

  /** ACCESS: not run in subrequests; {@code satisfy} says whether one or all must agree. */
  static boolean access(Request r, @Nullable PhaseHandler handler, int next) {
    if (r.isSubrequest()) {
      return jump(r, next);
    }
    Outcome outcome = required(handler).handle(r);
    if (outcome == Outcome.DECLINED) {
      return advance(r);
    }
    if (outcome == Outcome.AGAIN || outcome == Outcome.DONE) {
      return false;
    }
    if (r.settings().get(CoreSettings.SATISFY) == CoreSettings.Satisfy.ALL) {
      return outcome == Outcome.OK ? advance(r) : finish(r, outcome);
    }
    if (outcome == Outcome.OK) {
      r.accessCode(0);
      r.headersOut().remove(ResponseNames.WWW_AUTHENTICATE);
      return jump(r, next);
    }
    if (outcome.code() == 403 || outcome.code() == 401) {
      if (r.accessCode() != 401) {
        r.accessCode(outcome.code());
      }
      return advance(r);
    }
    return finish(r, outcome);
  }

  /** POST_ACCESS: with {@code satisfy any}, refuses what no handler granted. */
  static boolean postAccess(Request r, @Nullable PhaseHandler handler, int next) {
    int code = r.accessCode();
    if (code == 0) {
      return advance(r);
    }
    r.accessCode(0);
    if (code == 403) {
      r.log(Level.ERROR, "access forbidden by rule");
    }
    return finish(r, Outcome.status(code));
  }

  /** CONTENT: the location's own handler, else the first registered one that does not decline. */
  static boolean content(Request r, @Nullable PhaseHandler handler, int next) {
    PhaseHandler own = r.contentHandler();
    if (own != null) {
      r.writeHandler(RequestEvent.NOTHING);
      return finish(r, own.handle(r));
    }
    Outcome outcome = required(handler).handle(r);
    return outcome == Outcome.DECLINED ? advance(r) : finish(r, outcome);
  }

  /** The end of the CONTENT phase: nobody answers this request. */
  static boolean noContent(Request r, @Nullable PhaseHandler handler, int next) {
    PhaseHandler own = r.contentHandler();
    if (own != null) {
      r.writeHandler(RequestEvent.NOTHING);
      return finish(r, own.handle(r));
    }
    byte[] uri = r.uri();
    if (uri.length > 0 && uri[uri.length - 1] == '/') {
      FilePath path = FilePath.of(r);
      if (path != null) {
        String name = Ascii.string(path.bytes());
        r.log(Level.ERROR, "directory index of \"" + name + "\" is forbidden");
      }
      return finish(r, Outcome.status(403));
    }
    r.log(Level.ERROR, "no handler found");
    return finish(r, Outcome.status(404));
  }
}
