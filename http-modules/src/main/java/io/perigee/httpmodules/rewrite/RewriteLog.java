package io.perigee.httpmodules.rewrite;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.request.Request;

/** The messages of {@code rewrite_log on}. */
final class RewriteLog {
  private RewriteLog() {}

  static void match(Request r, String pattern, byte[] subject, boolean matched) {
    String verb = matched ? "\" matches \"" : "\" does not match \"";
    r.log(Level.NOTICE, "\"" + pattern + verb + Ascii.string(subject) + "\"");
  }

  static void rewritten(Request r, byte[] uri, byte[] args) {
    r.log(
        Level.NOTICE,
        "rewritten data: \"" + Ascii.string(uri) + "\", args: \"" + Ascii.string(args) + "\"");
  }

  static void redirected(Request r, byte[] target) {
    r.log(Level.NOTICE, "rewritten redirect: \"" + Ascii.string(target) + "\"");
  }
}
