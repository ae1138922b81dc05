package io.perigee.http.upstream;

import io.perigee.core.text.Ascii;
import io.perigee.core.text.UriEscape;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Methods;
import io.perigee.http.request.Request;

/** A peer's X-Accel-Redirect: the server itself answers, from another of its paths. */
final class AccelRedirect {
  private AccelRedirect() {}

  static void follow(Request r, Reply reply, byte[] target) {
    for (Reply.Field field : reply.fields()) {
      ReplyField known = field.known();
      if (known != null && stays(known)) {
        ReplyHeader.copyPlain(r, field);
      }
    }
    if (target.length > 0 && target[0] == '@') {
      r.namedLocation(target);
    } else {
      int mark = Ascii.indexOf(target, '?', 0);
      byte[] uri = UriEscape.unescape(mark < 0 ? target : Ascii.slice(target, 0, mark));
      byte[] args = mark < 0 ? Ascii.EMPTY : Ascii.slice(target, mark + 1, target.length);
      if (isUnsafe(uri)) {
        r.finish(Outcome.status(404));
        return;
      }
      if (r.method() != Methods.HEAD) {
        r.method(Methods.GET, Methods.name(Methods.GET));
      }
      r.internalRedirect(uri, args);
    }
    r.finish(Outcome.DONE);
  }

  private static boolean stays(ReplyField known) {
    return switch (known) {
      case CONTENT_TYPE, SET_COOKIE, CONTENT_DISPOSITION, CACHE_CONTROL, EXPIRES, ACCEPT_RANGES ->
          true;
      default -> false;
    };
  }

  /** A path that is empty, or leads out of the tree, or has a NUL. */
  private static boolean isUnsafe(byte[] uri) {
    String text = "/" + Ascii.string(uri) + "/";
    return uri.length == 0 || text.indexOf('\0') >= 0 || text.contains("/../");
  }
}
