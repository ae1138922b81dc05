package io.perigee.httpmodules.referer;

import io.perigee.conf.directive.Directive;
import io.perigee.core.text.Ascii;
import io.perigee.http.core.ServerName;
import io.perigee.http.request.Request;
import io.perigee.http.variable.RegexMatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one {@code valid_referers} directive accepts. */
final class ValidReferers {
  /** A host, perhaps with a wildcard at one end, and the start of a path. */
  private record Site(String host, String path) {
    boolean accepts(String otherHost, String otherPath) {
      return otherPath.startsWith(path) && isHost(otherHost);
    }

    private boolean isHost(String other) {
      if (host.startsWith("*.")) {
        return other.endsWith(host.substring(1)) && other.length() >= host.length();
      }
      if (host.startsWith(".")) {
        return other.endsWith(host) || other.equals(host.substring(1));
      }
      if (host.endsWith(".*")) {
        return other.startsWith(host.substring(0, host.length() - 1));
      }
      return other.equals(host);
    }
  }

  private final List<Site> sites = new ArrayList<>();
  private final List<RegexMatch> patterns = new ArrayList<>();
  private boolean none;
  private boolean blocked;
  private boolean serverNames;

  private ValidReferers() {}

  static ValidReferers parse(Directive d) {
    ValidReferers valid = new ValidReferers();
    for (String arg : d.args()) {
      valid.add(d, arg);
    }
    return valid;
  }

  private void add(Directive d, String arg) {
    switch (arg) {
      case "" -> throw d.error("invalid referer \"\"");
      case "none" -> none = true;
      case "blocked" -> blocked = true;
      case "server_names" -> serverNames = true;
      default -> addSite(d, arg);
    }
  }

  private void addSite(Directive d, String arg) {
    if (arg.startsWith("~")) {
      patterns.add(RegexMatch.compile(d, arg.substring(1), true));
      return;
    }
    if (arg.startsWith("http://")) {
      throw d.error("invalid referer \"" + arg + "\"");
    }
    int slash = arg.indexOf('/');
    String host = slash < 0 ? arg : arg.substring(0, slash);
    sites.add(new Site(Ascii.lower(host), slash < 0 ? "" : arg.substring(slash)));
  }

  boolean accept(Request r, byte @Nullable [] field) {
    if (field == null) {
      return none;
    }
    String referer = Ascii.string(field);
    String lower = Ascii.lower(referer);
    int scheme = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : 0;
    if (scheme == 0) {
      return blocked;
    }
    String rest = referer.substring(scheme);
    int end = 0;
    while (end < rest.length() && rest.charAt(end) != '/' && rest.charAt(end) != ':') {
      end++;
    }
    String host = Ascii.lower(rest.substring(0, end));
    int slash = rest.indexOf('/', end);
    return isSite(r, host, slash < 0 ? "" : rest.substring(slash)) || isMatched(r, rest);
  }

  private boolean isSite(Request r, String host, String path) {
    for (Site site : sites) {
      if (site.accepts(host, path)) {
        return true;
      }
    }
    return serverNames && isServerName(r, host);
  }

  private static boolean isServerName(Request r, String host) {
    for (ServerName name : r.server().names()) {
      if (name.regex() == null && new Site(name.text(), "").accepts(host, "")) {
        return true;
      }
    }
    return false;
  }

  private boolean isMatched(Request r, String rest) {
    byte[] subject = Ascii.latin1(rest);
    for (RegexMatch pattern : patterns) {
      if (pattern.matches(r, subject)) {
        return true;
      }
    }
    return false;
  }
}
