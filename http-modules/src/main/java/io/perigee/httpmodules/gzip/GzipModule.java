package io.perigee.httpmodules.gzip;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.LOCATION_IF;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Context;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.value.Values;
import io.perigee.core.text.Ascii;
import io.perigee.http.core.ContentTypes;
import io.perigee.http.core.GzipAcceptance;
import io.perigee.http.filter.BodyFilter;
import io.perigee.http.filter.Buf;
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
import io.perigee.http.request.ResponseHeaders;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Compresses responses with gzip for clients that accept it (nginx's {@code
 * ngx_http_gzip_filter_module}).
 */
public final class GzipModule implements HttpModule {
  private static final byte[] CONTENT_ENCODING = Ascii.latin1("Content-Encoding");
  private static final byte[] GZIP = Ascii.latin1("gzip");
  private static final Set<Context> ANYWHERE = in(HTTP, SERVER, LOCATION);
  private static final ModuleKey<GzipStream> STREAM = ModuleKey.of("gzip");

  private static final Setting<Boolean> ON =
      Setting.of(
          "gzip", in(HTTP, SERVER, LOCATION, LOCATION_IF), Args.flag(), Values.flag(), false);

  private static final Setting<ContentTypes> TYPES =
      Setting.of(
          "gzip_types",
          ANYWHERE,
          Args.atLeast(1),
          d -> ContentTypes.parse(d, List.of("text/html")),
          ContentTypes.of("text/html"));

  private static final Setting<Integer> LEVEL =
      Setting.of("gzip_comp_level", ANYWHERE, Args.exactly(1), Values.number(1, 9), 1);

  private static final Setting<Long> MIN_LENGTH =
      Setting.of("gzip_min_length", ANYWHERE, Args.exactly(1), Values.size(), 20L);

  private static final Setting<Values.Buffers> BUFFERS =
      Setting.of(
          "gzip_buffers",
          ANYWHERE,
          Args.exactly(2),
          Values.buffers(),
          new Values.Buffers(32, 4096));

  /** The module. */
  public GzipModule() {}

  @Override
  public void register(HttpModules modules) {
    modules
        .settings(ON, TYPES, LEVEL, MIN_LENGTH, BUFFERS)
        .headerFilter(FilterPlace.GZIP, GzipModule::header)
        .bodyFilter(FilterPlace.GZIP, GzipModule::body);
  }

  private static Outcome header(Request r, HeaderFilter.Next next) {
    ResponseHeaders out = r.headersOut();
    if (!r.settings().get(ON) || !isWorthIt(r, out)) {
      return next.send(r);
    }
    r.set(RequestFlag.GZIP_VARY, true);
    if (!GzipAcceptance.isAccepted(r)) {
      return next.send(r);
    }
    GzipStream stream = new GzipStream(r.settings().get(LEVEL));
    r.state(STREAM, stream);
    r.cleanup(stream::close);
    out.append(CONTENT_ENCODING, GZIP);
    out.clearContentLength();
    out.remove(ResponseNames.ACCEPT_RANGES);
    r.set(RequestFlag.ALLOW_RANGES, false);
    out.weakenEtag();
    return next.send(r);
  }

  private static boolean isWorthIt(Request r, ResponseHeaders out) {
    int status = out.status();
    return (status == 200 || status == 403 || status == 404)
        && !r.headerOnly()
        && out.find(Ascii.lower(CONTENT_ENCODING)) == null
        && (out.contentLength() == -1 || out.contentLength() >= r.settings().get(MIN_LENGTH))
        && r.settings().get(TYPES).match(out);
  }

  private static Outcome body(Request r, Chain in, BodyFilter.Next next) {
    GzipStream stream = in.isEmpty() ? null : r.state(STREAM);
    if (stream == null || stream.isFinished()) {
      return next.write(r, in);
    }
    Chain out = new Chain();
    try {
      for (int i = 0; i < in.size(); i++) {
        Buf buf = in.get(i);
        byte[] packed = stream.add(buf.content(), buf.flush(), buf.last());
        if (packed.length > 0 || buf.last() || buf.flush()) {
          out.add(Buf.of(packed).flagsOf(buf));
        }
      }
    } catch (IOException e) {
      r.log(
          io.perigee.core.log.Level.ALERT,
          "read() failed " + io.perigee.conf.text.SystemErrors.text(e));
      return Outcome.ERROR;
    }
    return out.isEmpty() ? Outcome.OK : next.write(r, out);
  }
}
