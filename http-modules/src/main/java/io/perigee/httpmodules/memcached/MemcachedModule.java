package io.perigee.httpmodules.memcached;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.LOCATION_IF;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.directive.Settings;
import io.perigee.conf.value.Values;
import io.perigee.core.variable.Variable;
import io.perigee.http.core.LocationConf;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.Responses;
import io.perigee.http.request.Methods;
import io.perigee.http.request.Request;
import io.perigee.http.upstream.Upstream;
import io.perigee.http.upstream.UpstreamAddress;
import io.perigee.http.upstream.UpstreamSettings;
import io.perigee.http.upstream.UpstreamTarget;

/** nginx's memcached module: answers are values of memcached. */
public final class MemcachedModule implements HttpModule {
  private static final UpstreamSettings UPSTREAM =
      new UpstreamSettings("memcached", UpstreamSettings.Extent.BASIC);
  private static final Setting<UpstreamAddress> PASS = Setting.derived("memcached_pass");

  static final Setting<Integer> GZIP_FLAG =
      Setting.of(
          "memcached_gzip_flag", in(HTTP, SERVER, LOCATION), Args.exactly(1), Values.number(), 0);

  /** The module. */
  public MemcachedModule() {}

  @Override
  public void register(HttpModules modules) {
    Variable<Request> key = new Variable<Request>("memcached_key", r -> null).changeable();
    modules
        .settings(UPSTREAM.rows())
        .settings(PASS, GZIP_FLAG)
        .variable(key)
        .directive("memcached_pass", in(LOCATION, LOCATION_IF), Args.exactly(1), d -> pass(d, key));
  }

  private static void pass(Directive d, Variable<Request> key) {
    Settings settings = d.block().settings();
    if (settings.isSet(PASS)) {
      throw d.duplicate();
    }
    settings.set(PASS, UpstreamAddress.parse(d));
    LocationConf location = LocationConf.of(d);
    if (location.name().endsWith("/")) {
      location.autoRedirect(true);
    }
    location.contentHandler(r -> handle(r, key));
  }

  private static Outcome handle(Request r, Variable<Request> key) {
    if ((r.method() & (Methods.GET | Methods.HEAD)) == 0) {
      return Outcome.status(405);
    }
    UpstreamAddress address = r.settings().find(PASS);
    UpstreamTarget target = address == null ? null : address.target(r);
    if (target == null) {
      return Outcome.status(500);
    }
    Responses.setContentType(r);
    return Upstream.passWithoutBody(r, UPSTREAM, target, new MemcachedRequest(r, key));
  }
}
