package io.perigee.httpmodules.proxy;

import io.perigee.conf.directive.Directive;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.HttpConf;
import io.perigee.http.request.Request;
import io.perigee.http.variable.RegexMatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code proxy_cookie_domain} and {@code proxy_cookie_path}: attributes of a peer's cookies. */
final class ProxyCookies {
  private ProxyCookies() {}

  /**
   * A rule: what the attribute must be, and what replaces it; all null for {@code off}, which ends
   * the search.
   */
  record Rule(
      @Nullable ComplexValue<Request> text,
      @Nullable RegexMatch regex,
      @Nullable ComplexValue<Request> replacement) {}

  static Rule parse(Directive d) {
    if (d.count() == 1) {
      if (d.arg(0).equals("off")) {
        return new Rule(null, null, null);
      }
      throw d.invalidParameter(d.arg(0));
    }
    ComplexValue<Request> replacement = HttpConf.complexValue(d, d.arg(1));
    String pattern = d.arg(0);
    if (pattern.startsWith("~")) {
      boolean ignoreCase = pattern.startsWith("~*") || d.name().equals("proxy_cookie_domain");
      int skip = pattern.startsWith("~*") ? 2 : 1;
      return new Rule(
          null, RegexMatch.compile(d, pattern.substring(skip), ignoreCase), replacement);
    }
    boolean domain = d.name().equals("proxy_cookie_domain") && pattern.startsWith(".");
    String text = domain ? pattern.substring(1) : pattern;
    return new Rule(HttpConf.complexValue(d, text), null, replacement);
  }

  /** A Set-Cookie value with its Domain and Path as the rules of the location say. */
  static byte[] rewrite(Request r, byte[] value) {
    List<Rule> domains = r.settings().get(ProxyModule.COOKIE_DOMAIN);
    List<Rule> paths = r.settings().get(ProxyModule.COOKIE_PATH);
    if (domains.isEmpty() && paths.isEmpty()) {
      return value;
    }
    StringBuilder changed = new StringBuilder();
    String[] parts = Ascii.string(value).split(";", -1);
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      int equals = part.indexOf('=');
      String name = equals < 0 ? "" : Ascii.lower(part.substring(0, equals).strip());
      if (i > 0) {
        changed.append(';');
        List<Rule> rules = name.equals("domain") ? domains : name.equals("path") ? paths : null;
        if (rules != null) {
          changed.append(part, 0, equals + 1);
          part = attribute(r, part.substring(equals + 1), rules, name.equals("path"));
        }
      }
      changed.append(part);
    }
    return Ascii.latin1(changed.toString());
  }

  private static String attribute(Request r, String value, List<Rule> rules, boolean prefix) {
    String plain = !prefix && value.startsWith(".") ? value.substring(1) : value;
    for (Rule rule : rules) {
      ComplexValue<Request> replacement = rule.replacement();
      if (replacement == null) {
        return value;
      }
      RegexMatch regex = rule.regex();
      ComplexValue<Request> text = rule.text();
      if (regex != null && regex.matches(r, Ascii.latin1(plain))) {
        return Ascii.string(replacement.evaluate(r));
      }
      if (text == null) {
        continue;
      }
      String wanted = Ascii.string(text.evaluate(r));
      if (prefix && plain.startsWith(wanted)) {
        return Ascii.string(replacement.evaluate(r)) + plain.substring(wanted.length());
      }
      if (!prefix && plain.equalsIgnoreCase(wanted)) {
        return Ascii.string(replacement.evaluate(r));
      }
    }
    return value;
  }
}
