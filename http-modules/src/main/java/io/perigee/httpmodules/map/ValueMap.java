package io.perigee.httpmodules.map;

import io.perigee.conf.directive.Directive;
import io.perigee.conf.text.ConfError;
import io.perigee.conf.text.ConfNode;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.request.Request;
import io.perigee.http.variable.RegexMatch;
import io.perigee.http.variable.RequestVariables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one map block. A source is looked up, in small letters, as an exact name, then as a
 * host name with wildcards where the block says {@code hostnames}, then by the expressions in the
 * order of the text; the default comes last.
 */
final class ValueMap {
  private record Pattern(RegexMatch regex, ComplexValue<Request> value) {}

  private final Directive directive;
  private final Map<String, ComplexValue<Request>> exact = new HashMap<>();
  private final Map<String, ComplexValue<Request>> suffixes = new HashMap<>();
  private final Map<String, ComplexValue<Request>> prefixes = new HashMap<>();
  private final List<Pattern> patterns = new ArrayList<>();
  private boolean hostnames;
  private @Nullable ComplexValue<Request> fallback;

  ValueMap(Directive directive) {
    this.directive = directive;
  }

  void hostnames() {
    hostnames = true;
  }

  void add(ConfNode line) {
    ComplexValue<Request> value = RequestVariables.compile(directive, line.args().get(0));
    String key = line.name();
    if (key.equals("default")) {
      if (fallback != null) {
        throw failure(line, "duplicate default map parameter");
      }
      fallback = value;
    } else if (key.startsWith("~")) {
      boolean ignoreCase = key.startsWith("~*");
      String expression = key.substring(ignoreCase ? 2 : 1);
      patterns.add(new Pattern(RegexMatch.compile(directive, expression, ignoreCase), value));
    } else if (hostnames && isWildcard(key)) {
      addWildcard(line, key, value);
    } else {
      put(line, exact, key.startsWith("\\") ? key.substring(1) : key, value);
    }
  }

  private static boolean isWildcard(String key) {
    return key.startsWith("*.") || key.startsWith(".") || key.endsWith(".*");
  }

  private void addWildcard(ConfNode line, String key, ComplexValue<Request> value) {
    if (key.endsWith(".*")) {
      put(line, prefixes, key.substring(0, key.length() - 1), value);
    } else if (key.startsWith("*.")) {
      put(line, suffixes, key.substring(1), value);
    } else {
      put(line, suffixes, key, value);
      put(line, exact, key.substring(1), value);
    }
  }

  private static void put(
      ConfNode line,
      Map<String, ComplexValue<Request>> into,
      String key,
      ComplexValue<Request> value) {
    if (into.putIfAbsent(Ascii.lower(key), value) != null) {
      throw failure(line, "conflicting parameter \"" + line.name() + "\"");
    }
  }

  private static ConfError failure(ConfNode line, String text) {
    return new ConfError(text, line.file(), line.line());
  }

  byte[] find(Request r, byte[] source) {
    ComplexValue<Request> value = named(Ascii.lower(Ascii.string(source)));
    if (value == null) {
      value = matching(r, source);
    }
    if (value == null) {
      value = fallback;
    }
    return value == null ? Ascii.EMPTY : value.evaluate(r);
  }

  private @Nullable ComplexValue<Request> named(String text) {
    String key = hostnames && text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    ComplexValue<Request> value = exact.get(key);
    if (value == null && !suffixes.isEmpty()) {
      value = bySuffix(key);
    }
    if (value == null && !prefixes.isEmpty()) {
      value = byPrefix(key);
    }
    return value;
  }

  private @Nullable ComplexValue<Request> bySuffix(String key) {
    int dot = key.indexOf('.');
    while (dot >= 0) {
      ComplexValue<Request> value = suffixes.get(key.substring(dot));
      if (value != null && dot > 0) {
        return value;
      }
      dot = key.indexOf('.', dot + 1);
    }
    return null;
  }

  private @Nullable ComplexValue<Request> byPrefix(String key) {
    int dot = key.lastIndexOf('.');
    while (dot > 0) {
      ComplexValue<Request> value = prefixes.get(key.substring(0, dot + 1));
      if (value != null) {
        return value;
      }
      dot = key.lastIndexOf('.', dot - 1);
    }
    return null;
  }

  private @Nullable ComplexValue<Request> matching(Request r, byte[] source) {
    for (Pattern pattern : patterns) {
      if (pattern.regex().matches(r, source)) {
        return pattern.value();
      }
    }
    return null;
  }
}
