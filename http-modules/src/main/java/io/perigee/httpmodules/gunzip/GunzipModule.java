package io.perigee.httpmodules.gunzip;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.value.Values;
import io.perigee.core.text.Ascii;
import io.perigee.http.core.GzipAcceptance;
import io.perigee.http.filter.BodyFilter;
import io.perigee.http.filter.Chain;
import io.perigee.http.filter.HeaderFilter;
import io.perigee.http.module.FilterPlace;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.ResponseNames;
import io.perigee.http.request.ModuleKey;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.request.ResponseHeader;
import io.perigee.http.request.ResponseHeaders;

/**
 * Unpacks responses in gzip for clients that do not accept it (nginx's {@code
 * ngx_http_gunzip_filter_module}), and those of subrequests, whose output is a part of another
 * response. What is kept for Lua code or another module stays as it came, header and body.
 */
public final class GunzipModule implements HttpModule {
  private static final byte[] CONTENT_ENCODING = Ascii.latin1("content-encoding");
  private static final byte[] GZIP = Ascii.latin1("gzip");

  private static final ModuleKey<Unpacking> UNPACKING = ModuleKey.of("gunzip");

  private static final Setting<Boolean> ON =
      Setting.of("gunzip", in(HTTP, SERVER, LOCATION), Args.flag(), Values.flag(), false);

  private static final Setting<Values.Buffers> BUFFERS =
      Setting.of(
          "gunzip_buffers",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(2),
          Values.buffers(),
          new Values.Buffers(32, 4096));

  /** The module. */
  public GunzipModule() {}

  @Override
  public void register(HttpModules modules) {
    modules
        .settings(ON, BUFFERS)
        .headerFilter(FilterPlace.GUNZIP, GunzipModule::header)
        .bodyFilter(FilterPlace.GUNZIP, GunzipModule::body);
  }

  private static Outcome header(Request r, HeaderFilter.Next next) {
    if (!r.settings().get(ON) || isKept(r)) {
      return next.send(r);
    }
    ResponseHeaders out = r.headersOut();
    ResponseHeader encoding = out.find(CONTENT_ENCODING);
    if (encoding == null || !Ascii.equalsIgnoreCase(encoding.value(), GZIP)) {
      return next.send(r);
    }
    r.set(RequestFlag.GZIP_VARY, true);
    if (GzipAcceptance.isAccepted(r)) {
      return next.send(r);
    }
    out.remove(CONTENT_ENCODING);
    out.clearContentLength();
    out.remove(ResponseNames.ACCEPT_RANGES);
    r.set(RequestFlag.ALLOW_RANGES, false);
    out.weakenEtag();
    r.state(UNPACKING, new Unpacking(r, r.settings().get(BUFFERS)));
    return next.send(r);
  }

  /** Nothing of a subrequest that is kept passes the body filters from here on, or is sent. */
  private static boolean isKept(Request r) {
    return r.is(RequestFlag.CAPTURED) || r.is(RequestFlag.SUBREQUEST_IN_MEMORY);
  }

  private static Outcome body(Request r, Chain in, BodyFilter.Next next) {
    Unpacking unpacking = in.isEmpty() || r.headerOnly() ? null : r.state(UNPACKING);
    return unpacking == null || unpacking.isEnded() ? next.write(r, in) : unpacking.add(in, next);
  }
}
