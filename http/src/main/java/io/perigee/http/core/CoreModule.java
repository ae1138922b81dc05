package io.perigee.http.core;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LIMIT_EXCEPT;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.LOCATION_IF;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.ConfBlock;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Key;
import io.perigee.conf.text.ConfNode;
import io.perigee.core.text.Ascii;
import io.perigee.http.filter.PostponeFilter;
import io.perigee.http.location.Root;
import io.perigee.http.module.FilterPlace;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.request.Methods;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The directives of nginx's {@code ngx_http_core_module} that are more than a value. */
final class CoreModule implements HttpModule {
  private static final Key<Map<String, byte[]>> TYPES = new Key<>("types");

  @Override
  public void register(HttpModules modules) {
    modules
        .settings(CoreSettings.all())
        .settings(GzipAcceptance.settings())
        .block("server", in(HTTP), Args.none(), CoreModule::server)
        .block("location", in(SERVER, LOCATION), Args.between(1, 2), LocationParser::parse)
        .block("types", in(HTTP, SERVER, LOCATION), Args.none(), CoreModule::types)
        .block("limit_except", in(LOCATION), Args.atLeast(1), CoreModule::limitExcept)
        .directive("listen", in(SERVER), Args.atLeast(1), ListenParser::parse)
        .directive("server_name", in(SERVER), Args.atLeast(1), ServerNameParser::parse)
        .directive(
            "root", in(HTTP, SERVER, LOCATION, LOCATION_IF), Args.exactly(1), CoreModule::root)
        .directive("alias", in(LOCATION), Args.exactly(1), CoreModule::root)
        .bodyFilter(FilterPlace.POSTPONE, new PostponeFilter());
  }

  private static void server(Directive d) {
    HttpConf conf = HttpConf.of(d);
    ServerConf server = new ServerConf(conf, d.child(SERVER));
    d.parseBody(server.block());
    ServerNameParser.complete(server);
    conf.add(server);
    ListenParser.complete(d, server);
  }

  private static void types(Directive d) {
    ConfBlock block = d.block();
    Map<String, byte[]> types = block.attached(TYPES);
    if (types == null) {
      types = block.attach(TYPES, new HashMap<>());
    }
    for (ConfNode line : d.rawBody()) {
      byte[] type = Ascii.latin1(line.name());
      for (String extension : line.args()) {
        byte[] before = types.put(Ascii.lower(extension), type);
        if (before != null) {
          d.warn(
              "duplicate extension \""
                  + extension
                  + "\", content type: \""
                  + line.name()
                  + "\", previous content type: \""
                  + Ascii.string(before)
                  + "\"");
        }
      }
    }
    block.settings().set(CoreSettings.TYPES, new MediaTypes(types));
  }

  private static void limitExcept(Directive d) {
    LocationConf outer = LocationConf.of(d);
    if (outer.hasLimitExcept()) {
      throw d.duplicate();
    }
    int allowed = 0;
    for (String name : d.args()) {
      int method = method(name);
      if (method == Methods.UNKNOWN || method >= Methods.TRACE) {
        throw d.error("invalid method \"" + name + "\"");
      }
      allowed |= method == Methods.GET ? Methods.GET | Methods.HEAD : method;
    }
    ConfBlock body = d.child(LIMIT_EXCEPT);
    outer.limitExcept(LocationConf.noname(d, body), allowed);
    d.parseBody(body);
  }

  private static int method(String name) {
    byte[] bytes = Ascii.upper(Ascii.latin1(name));
    return Methods.bit(bytes, 0, bytes.length);
  }

  private static void root(Directive d) {
    boolean alias = d.name().equals("alias");
    LocationConf location = LocationConf.of(d);
    Root before =
        d.block().settings().isSet(CoreSettings.ROOT)
            ? d.block().settings().find(CoreSettings.ROOT)
            : null;
    if (before != null) {
      throw before.isAlias() == alias
          ? d.duplicate()
          : d.error(
              "\""
                  + d.name()
                  + "\" directive is duplicate, \""
                  + (alias ? "root" : "alias")
                  + "\" directive was specified earlier");
    }
    if (alias && location.isNamed()) {
      throw d.error("the \"alias\" directive cannot be used inside the named location");
    }
    refuseVariable(d, "document_root");
    refuseVariable(d, "realpath_root");
    d.block().settings().set(CoreSettings.ROOT, rootOf(d, alias ? location : null));
  }

  private static void refuseVariable(Directive d, String name) {
    if (d.arg(0).contains("$" + name) || d.arg(0).contains("${" + name + "}")) {
      throw d.error(
          "the $" + name + " variable cannot be used in the \"" + d.name() + "\" directive");
    }
  }

  private static Root rootOf(Directive d, @Nullable LocationConf aliased) {
    String text = d.arg(0);
    if (aliased == null && text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    if (text.indexOf('$') < 0 && !text.startsWith("/")) {
      boolean slash = text.endsWith("/");
      text = Directories.bytes(d.path(text)) + (slash ? "/" : "");
    }
    int covered = Root.NO_ALIAS;
    if (aliased != null) {
      boolean regex = aliased.kind() == LocationConf.Kind.REGEX;
      covered = regex ? Root.WHOLE_URI : aliased.name().length();
    }
    return new Root(HttpConf.complexValue(d, text), covered);
  }
}
