package io.perigee.httpmodules.proxy;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LIMIT_EXCEPT;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.LOCATION_IF;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.directive.Settings;
import io.perigee.conf.value.Values;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.core.variable.Variable;
import io.perigee.http.core.HttpConf;
import io.perigee.http.core.LocationConf;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.KnownHeader;
import io.perigee.http.request.Request;
import io.perigee.http.upstream.Upstream;
import io.perigee.http.upstream.UpstreamSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The proxy module of nginx: requests are passed on to HTTP servers. */
public final class ProxyModule implements HttpModule {
  private static final UpstreamSettings UPSTREAM =
      new UpstreamSettings("proxy", UpstreamSettings.Extent.ALL);
  private static final List<String> HIDDEN =
      List.of(
          "Date",
          "Server",
          "X-Pad",
          "X-Accel-Expires",
          "X-Accel-Redirect",
          "X-Accel-Limit-Rate",
          "X-Accel-Buffering",
          "X-Accel-Charset");
  private static final byte[] COMMA = Ascii.latin1(", ");

  private static final Setting<ProxyPass> PASS = Setting.derived("proxy_pass");
  private static final Setting<List<ProxyFields.Field>> SET_HEADER =
      Setting.list(
          "proxy_set_header",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(2),
          ProxyFields.Field::parse);
  private static final Setting<List<ProxyRedirects.Rule>> REDIRECT =
      Setting.list(
          "proxy_redirect", in(HTTP, SERVER, LOCATION), Args.between(1, 2), ProxyRedirects::parse);

  static final Setting<ProxyFields> FIELDS =
      Setting.derived("proxy fields", ProxyFields.of(List.of()));
  static final Setting<ProxyRedirects> REDIRECTS =
      Setting.derived("proxy redirects", new ProxyRedirects(List.of()));
  static final Setting<Integer> VERSION =
      Setting.of(
          "proxy_http_version",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.oneOf(Map.of("1.0", 1000, "1.1", 1001)),
          1000);
  static final Setting<ComplexValue<Request>> METHOD =
      Setting.optional(
          "proxy_method",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          d -> HttpConf.complexValue(d, d.arg(0)));
  static final Setting<ComplexValue<Request>> SET_BODY =
      Setting.optional(
          "proxy_set_body",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          d -> HttpConf.complexValue(d, d.arg(0)));
  static final Setting<Boolean> PASS_BODY =
      Setting.of(
          "proxy_pass_request_body", in(HTTP, SERVER, LOCATION), Args.flag(), Values.flag(), true);
  static final Setting<Boolean> PASS_HEADERS =
      Setting.of(
          "proxy_pass_request_headers",
          in(HTTP, SERVER, LOCATION),
          Args.flag(),
          Values.flag(),
          true);
  static final Setting<List<ProxyCookies.Rule>> COOKIE_DOMAIN =
      Setting.list(
          "proxy_cookie_domain",
          in(HTTP, SERVER, LOCATION),
          Args.between(1, 2),
          ProxyCookies::parse);
  static final Setting<List<ProxyCookies.Rule>> COOKIE_PATH =
      Setting.list(
          "proxy_cookie_path", in(HTTP, SERVER, LOCATION), Args.between(1, 2), ProxyCookies::parse);

  /** The module. */
  public ProxyModule() {}

  @Override
  public void register(HttpModules modules) {
    modules
        .settings(UPSTREAM.rows())
        .settings(PASS, SET_HEADER, REDIRECT, FIELDS, REDIRECTS, VERSION, METHOD, SET_BODY)
        .settings(PASS_BODY, PASS_HEADERS, COOKIE_DOMAIN, COOKIE_PATH)
        .directive(
            "proxy_pass",
            in(LOCATION, LOCATION_IF, LIMIT_EXCEPT),
            Args.exactly(1),
            ProxyModule::pass)
        .directive("proxy_cache", in(HTTP, SERVER, LOCATION), Args.exactly(1), ProxyModule::cache);
    variable(modules, "proxy_host", ProxyRequest::host);
    variable(modules, "proxy_port", ProxyRequest::port);
    modules.variable(
        new Variable<Request>("proxy_add_x_forwarded_for", ProxyModule::forwardedFor)
            .noCacheable());
  }

  private static void variable(
      HttpModules modules, String name, Function<ProxyRequest, byte[]> value) {
    modules.variable(
        new Variable<Request>(
                name,
                r -> {
                  ProxyRequest current = r.state(ProxyRequest.KEY);
                  return current == null ? null : value.apply(current);
                })
            .noCacheable());
  }

  private static void pass(Directive d) {
    Settings settings = d.block().settings();
    if (settings.isSet(PASS)) {
      throw d.duplicate();
    }
    settings.set(PASS, ProxyPass.parse(d));
    LocationConf.of(d).contentHandler(ProxyModule::handle);
  }

  private static void cache(Directive d) {
    if (!d.arg(0).equals("off")) {
      throw d.error("proxy_cache is not supported yet");
    }
  }

  @Override
  public void configured(HttpConf conf) {
    UPSTREAM.complete(conf, HIDDEN);
    for (LocationConf location : conf.locations()) {
      Settings settings = location.settings();
      List<ProxyFields.Field> own = settings.get(SET_HEADER);
      if (!own.isEmpty()) {
        settings.set(FIELDS, ProxyFields.of(own));
      }
      List<ProxyRedirects.Rule> rules = settings.get(REDIRECT);
      if (!rules.isEmpty()) {
        settings.set(REDIRECTS, new ProxyRedirects(rules));
      }
    }
  }

  private static Outcome handle(Request r) {
    ProxyPass pass = r.settings().find(PASS);
    ProxyPass.Destination destination = pass == null ? null : pass.destination(r);
    if (pass == null || destination == null) {
      return Outcome.status(500);
    }
    ProxyRequest request = new ProxyRequest(r, pass, destination);
    r.state(ProxyRequest.KEY, request);
    return Upstream.pass(r, UPSTREAM, destination.target(), request);
  }

  private static byte @Nullable [] forwardedFor(Request r) {
    byte[] all = null;
    int at = r.headersIn().indexOf(KnownHeader.X_FORWARDED_FOR);
    while (at >= 0) {
      byte[] value = r.headersIn().value(at);
      all = all == null ? value : Ascii.concat(all, COMMA, value);
      at = r.headersIn().indexOf(KnownHeader.X_FORWARDED_FOR.lowercaseName(), at + 1);
    }
    byte[] client = r.connection().client().text();
    return all == null ? client : Ascii.concat(all, COMMA, client);
  }
}
