package io.perigee.http.phase;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.core.LocationConf;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;

/**
 * Sends a request to another path or to a named location as if the client had asked for it (nginx's
 * {@code ngx_http_internal_redirect} and {@code ngx_http_named_location}). Both start the phases
 * anew, hold the request with one more count, and answer {@link Outcome#DONE} for the caller to
 * finish with.
 */
public final class InternalRedirect {
  private InternalRedirect() {}

  /** Goes on with another path and other arguments from the SERVER_REWRITE phase. */
  public static Outcome to(Request r, byte[] uri, byte[] args) {
    r.uriChanges(r.uriChanges() - 1);
    if (r.uriChanges() == 0) {
      return refuse(
          r, "rewrite or internal redirection cycle while internally redirecting to ", uri);
    }
    r.uri(uri);
    r.args(args);
    r.clearStates();
    r.server(r.server());
    ActiveLocation.enter(r);
    r.set(RequestFlag.INTERNAL, true);
    r.set(RequestFlag.VALID_UNPARSED_URI, false);
    r.set(RequestFlag.ADD_URI_TO_ALIAS, false);
    r.main().count(1);
    PhaseEngine.start(r);
    return Outcome.DONE;
  }

  /** Goes on in a named location from its REWRITE phase; the name begins with an at sign. */
  public static Outcome named(Request r, byte[] name) {
    r.uriChanges(r.uriChanges() - 1);
    if (r.uriChanges() == 0) {
      return refuse(
          r, "rewrite or internal redirection cycle while redirect to named location ", name);
    }
    if (r.uri().length == 0) {
      return refuse(r, "empty URI in redirect to named location ", name);
    }
    LocationConf target = r.server().namedLocation(name);
    if (target == null) {
      return refuse(r, "could not find named location ", name);
    }
    r.main().count(1);
    r.set(RequestFlag.INTERNAL, true);
    r.contentHandler(null);
    r.set(RequestFlag.URI_CHANGED, false);
    r.location(target);
    r.clearStates();
    ActiveLocation.enter(r);
    PhaseEngine.startAtLocationRewrite(r);
    return Outcome.DONE;
  }

  private static Outcome refuse(Request r, String why, byte[] what) {
    r.log(Level.ERROR, why + "\"" + Ascii.string(what) + "\"");
    r.main().count(1);
    r.finish(Outcome.status(500));
    return Outcome.DONE;
  }
}
