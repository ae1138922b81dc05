package io.perigee.http.core;

import io.perigee.conf.directive.ConfBlock;
import io.perigee.conf.directive.Context;
import io.perigee.conf.directive.Directive;
import io.perigee.http.core.LocationConf.Kind;
import io.perigee.http.variable.RegexMatch;

/** Reads {@code location [= | ^~ | ~ | ~*] uri} and {@code location @name}. */
final class LocationParser {
  private record Form(Kind kind, String name, boolean ignoreCase) {}

  private LocationParser() {}

  static void parse(Directive d) {
    Form form = d.count() == 2 ? withModifier(d) : withoutModifier(d.arg(0));
    LocationConf outer = LocationConf.of(d);
    if (d.block().context() == Context.LOCATION) {
      checkNesting(d, form, outer);
    }
    RegexMatch regex =
        form.kind() == Kind.REGEX ? RegexMatch.compile(d, form.name(), form.ignoreCase()) : null;
    ConfBlock body = d.child(Context.LOCATION);
    LocationConf location = new LocationConf(outer.server(), body, form.kind(), form.name(), regex);
    outer.add(location, d);
    if (location.isNamed()) {
      outer.server().addNamed(location);
    }
    d.parseBody(body);
  }

  private static Form withModifier(Directive d) {
    String name = d.arg(1);
    return switch (d.arg(0)) {
      case "=" -> new Form(Kind.EXACT, name, false);
      case "^~" -> new Form(Kind.PREFIX_FINAL, name, false);
      case "~" -> new Form(Kind.REGEX, name, false);
      case "~*" -> new Form(Kind.REGEX, name, true);
      default -> throw d.error("invalid location modifier \"" + d.arg(0) + "\"");
    };
  }

  private static Form withoutModifier(String text) {
    if (text.startsWith("=")) {
      return new Form(Kind.EXACT, text.substring(1), false);
    }
    if (text.startsWith("^~")) {
      return new Form(Kind.PREFIX_FINAL, text.substring(2), false);
    }
    if (text.startsWith("~*")) {
      return new Form(Kind.REGEX, text.substring(2), true);
    }
    if (text.startsWith("~")) {
      return new Form(Kind.REGEX, text.substring(1), false);
    }
    return new Form(text.startsWith("@") ? Kind.NAMED : Kind.PREFIX, text, false);
  }

  private static void checkNesting(Directive d, Form form, LocationConf outer) {
    if (outer.isExact()) {
      throw inside(d, form, "exact", outer);
    }
    if (outer.isNamed()) {
      throw inside(d, form, "named", outer);
    }
    if (form.kind() == Kind.NAMED) {
      throw d.error("named location \"" + form.name() + "\" can be on the server level only");
    }
    if (form.kind() != Kind.REGEX && !form.name().startsWith(outer.name())) {
      throw d.error(
          "location \"" + form.name() + "\" is outside location \"" + outer.name() + "\"");
    }
  }

  private static RuntimeException inside(Directive d, Form form, String kind, LocationConf outer) {
    return d.error(
        "location \""
            + form.name()
            + "\" cannot be inside the "
            + kind
            + " location \""
            + outer.name()
            + "\"");
  }
}
