package io.perigee.httpmodules.rewrite;

import io.perigee.conf.directive.Directive;
import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.ResponseNames;
import io.perigee.http.phase.script.Script;
import io.perigee.http.phase.script.ScriptState;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.variable.RegexMatch;

/**
 * {@code rewrite regex replacement [flag]}: changes path and arguments where the path matches, or
 * redirects the client. The steps are those of nginx's {@code ngx_http_script_regex_start_code} and
 * {@code ngx_http_script_regex_end_code}.
 */
final class RewriteDirective {
  private final String pattern;
  private final RegexMatch regex;
  private final Replacement replacement;
  private final boolean addArgs;
  private int redirect;
  private boolean breaks;
  private boolean last;

  private RewriteDirective(Directive d) {
    pattern = d.arg(0);
    regex = RegexMatch.compile(d, pattern, false);
    String text = d.arg(1);
    addArgs = !text.endsWith("?");
    if (text.startsWith("http://") || text.startsWith("https://") || text.startsWith("$scheme")) {
      redirect = 302;
      last = true;
    }
    if (d.count() == 3) {
      flag(d);
    }
    String kept = addArgs ? text : text.substring(0, text.length() - 1);
    replacement = redirect != 0 ? Replacement.compileUrl(d, kept) : Replacement.compile(d, kept);
  }

  static void add(Directive d) {
    RewriteDirective rewrite = new RewriteDirective(d);
    Script.of(d).add(rewrite::run);
  }

  private void flag(Directive d) {
    last = true;
    switch (d.arg(2)) {
      case "last" -> {}
      case "break" -> breaks = true;
      case "redirect" -> redirect = 302;
      case "permanent" -> redirect = 301;
      default -> throw d.invalidParameter(d.arg(2));
    }
  }

  private void run(ScriptState state) {
    Request r = state.request();
    boolean log = r.settings().get(RewriteModule.REWRITE_LOG);
    byte[] subject = r.uri();
    boolean matches = regex.matches(r, subject);
    if (log) {
      RewriteLog.match(r, pattern, subject, matches);
    }
    if (!matches) {
      return;
    }
    if (redirect != 0) {
      redirect(state, log);
    } else {
      rewrite(state, log);
    }
  }

  private void redirect(ScriptState state, boolean log) {
    Request r = state.request();
    byte[] target = Replacement.unescapeRedirect(replacement.url(r));
    if (addArgs && r.args().length > 0) {
      byte[] separator = {(byte) (replacement.hasArgs() ? '&' : '?')};
      target = Ascii.concat(target, separator, r.args());
    }
    if (log) {
      RewriteLog.redirected(r, target);
    }
    r.headersOut().remove(ResponseNames.LOCATION);
    r.headersOut().set(ResponseNames.LOCATION, target);
    state.finish(Outcome.status(redirect));
  }

  private void rewrite(ScriptState state, boolean log) {
    Request r = state.request();
    markChanged(r);
    byte[] uri;
    byte[] args;
    if (replacement.hasArgs()) {
      uri = replacement.path(r);
      args = replacement.args(r);
      if (addArgs && r.args().length > 0) {
        args = Ascii.concat(args, new byte[] {'&'}, r.args());
      }
    } else {
      uri = replacement.path(r);
      args = addArgs ? r.args() : Ascii.EMPTY;
    }
    if (log) {
      RewriteLog.rewritten(r, uri, args);
    }
    r.args(args);
    r.uri(uri);
    if (uri.length == 0) {
      r.log(Level.ERROR, "the rewritten URI has a zero length");
      state.finish(Outcome.status(500));
    } else if (last) {
      state.stop();
    }
  }

  private void markChanged(Request r) {
    r.set(RequestFlag.INTERNAL, true);
    r.set(RequestFlag.VALID_UNPARSED_URI, false);
    if (breaks) {
      r.set(RequestFlag.VALID_LOCATION, false);
      r.set(RequestFlag.URI_CHANGED, false);
    } else {
      r.set(RequestFlag.URI_CHANGED, true);
    }
  }
}
