package io.perigee.httpmodules.proxy;

import io.perigee.conf.directive.Directive;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.HttpConf;
import io.perigee.http.core.LocationConf;
import io.perigee.http.request.Request;
import io.perigee.http.variable.RegexMatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code proxy_redirect}: how a peer's Location and Refresh look to the client. */
record ProxyRedirects(List<ProxyRedirects.Rule> rules) {
  /** One rule; the first that fits is used. */
  sealed interface Rule {}

  /** What is usual: the address of proxy_pass becomes the location's path. */
  record Usual() implements Rule {}

  /** Nothing is changed. */
  record Off() implements Rule {}

  /** A prefix is replaced. */
  record Prefix(ComplexValue<Request> prefix, ComplexValue<Request> replacement) implements Rule {}

  /** The text that an expression matches is replaced as a whole. */
  record Matching(RegexMatch regex, ComplexValue<Request> replacement) implements Rule {}

  static Rule parse(Directive d) {
    if (d.count() == 1) {
      return switch (d.arg(0)) {
        case "off" -> new Off();
        case "default" -> new Usual();
        case "false" -> throw d.error("invalid parameter \"false\", use \"off\" instead");
        default -> throw d.invalidParameter(d.arg(0));
      };
    }
    ComplexValue<Request> replacement = HttpConf.complexValue(d, d.arg(1));
    String pattern = d.arg(0);
    if (pattern.startsWith("~")) {
      boolean ignoreCase = pattern.startsWith("~*");
      RegexMatch regex = RegexMatch.compile(d, pattern.substring(ignoreCase ? 2 : 1), ignoreCase);
      return new Matching(regex, replacement);
    }
    return new Prefix(HttpConf.complexValue(d, pattern), replacement);
  }

  /** The changed value, or null where no rule fits; the address begins at {@code from}. */
  byte @Nullable [] rewrite(Request r, ProxyPass pass, byte[] value, int from) {
    if (rules.isEmpty()) {
      return usual(pass, value, from);
    }
    for (Rule rule : rules) {
      byte[] changed =
          switch (rule) {
            case Off off -> null;
            case Usual usual -> usual(pass, value, from);
            case Prefix prefix ->
                replaced(value, from, prefix.prefix().evaluate(r), prefix.replacement(), r);
            case Matching matching -> matched(r, matching, value, from);
          };
      if (changed != null) {
        return changed;
      }
    }
    return null;
  }

  private static byte @Nullable [] usual(ProxyPass pass, byte[] value, int from) {
    LocationConf location = pass.location();
    if (pass.isComputed() || location.kind() == LocationConf.Kind.REGEX || location.isNamed()) {
      return null;
    }
    byte[] prefix = Ascii.latin1(pass.text());
    byte[] path = Ascii.latin1(location.name());
    if (pass.path().length == 0) {
      path = new byte[] {'/'};
      prefix = Ascii.concat(prefix, path);
    }
    return startsWith(value, from, prefix) ? spliced(value, from, prefix.length, path) : null;
  }

  private static byte @Nullable [] replaced(
      byte[] value, int from, byte[] prefix, ComplexValue<Request> replacement, Request r) {
    return startsWith(value, from, prefix)
        ? spliced(value, from, prefix.length, replacement.evaluate(r))
        : null;
  }

  private static byte @Nullable [] matched(Request r, Matching rule, byte[] value, int from) {
    byte[] subject = Ascii.slice(value, from, value.length);
    return rule.regex().matches(r, subject)
        ? spliced(value, from, subject.length, rule.replacement().evaluate(r))
        : null;
  }

  private static boolean startsWith(byte[] value, int from, byte[] prefix) {
    return value.length - from >= prefix.length
        && Ascii.equalsIgnoreCase(value, from, prefix, prefix.length)
        && Ascii.startsWith(Ascii.slice(value, from, value.length), prefix);
  }

  private static byte[] spliced(byte[] value, int from, int length, byte[] replacement) {
    return Ascii.concat(
        Ascii.slice(value, 0, from), replacement, Ascii.slice(value, from + length, value.length));
  }
}
