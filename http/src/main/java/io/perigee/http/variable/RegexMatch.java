package io.perigee.http.variable;

import io.perigee.conf.directive.Directive;
import io.perigee.core.regex.Regex;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.Variable;
import io.perigee.http.request.Captures;
import io.perigee.http.request.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * A regular expression of the configuration that leaves its groups with the request, as {@code $1}
 * and as variables with the names of named groups (nginx's {@code ngx_http_regex_exec}).
 */
public final class RegexMatch {
  private record Named(Variable<Request> variable, int group) {}

  private final Regex regex;
  private final List<Named> named;

  private RegexMatch(Regex regex, List<Named> named) {
    this.regex = regex;
    this.named = named;
  }

  /** Compiles an expression of a directive; its named groups define variables. */
  public static RegexMatch compile(Directive d, String pattern, boolean ignoreCase) {
    Regex regex;
    try {
      regex = Regex.compile(pattern, ignoreCase);
    } catch (Regex.Malformed e) {
      throw d.error(String.valueOf(e.getMessage()));
    }
    return ofCompiled(d, regex);
  }

  /** Takes an expression that is compiled already; its named groups define variables. */
  public static RegexMatch ofCompiled(Directive d, Regex regex) {
    List<Named> named = new ArrayList<>();
    for (Regex.NamedGroup group : regex.namedGroups()) {
      Variable<Request> variable = RequestVariables.define(d, "$" + group.name(), r -> null);
      named.add(new Named(variable, group.number()));
    }
    return new RegexMatch(regex, List.copyOf(named));
  }

  /** Whether there are groups, so that a match changes the request. */
  public boolean hasGroups() {
    return regex.groups() > 0;
  }

  /** Whether the subject matches, without any effect on a request. */
  public boolean matches(byte[] subject) {
    return regex.match(subject, 0) != null;
  }

  /** Searches the subject; on a match the request has its groups, else those that it had before. */
  public boolean matches(Request r, byte[] subject) {
    int[] offsets = regex.match(subject, 0);
    if (offsets == null) {
      return false;
    }
    r.captures(new Captures(subject, offsets));
    for (Named group : named) {
      int start = offsets[2 * group.group()];
      byte[] value =
          start < 0 ? Ascii.EMPTY : Ascii.slice(subject, start, offsets[2 * group.group() + 1]);
      group.variable().assign(r, value);
    }
    return true;
  }
}
