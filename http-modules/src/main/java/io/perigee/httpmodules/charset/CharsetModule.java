package io.perigee.httpmodules.charset;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.LOCATION_IF;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Setting;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.ContentTypes;
import io.perigee.http.filter.HeaderFilter;
import io.perigee.http.module.FilterPlace;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import io.perigee.http.request.ResponseHeaders;
import io.perigee.http.variable.RequestVariables;
import java.util.List;

/**
 * {@code charset} and {@code charset_types} (nginx's {@code ngx_http_charset_filter_module}): names
 * the character set of text that says none itself. Bytes are not converted: {@code source_charset}
 * and {@code charset_map} are not known.
 */
public final class CharsetModule implements HttpModule {
  private static final byte[] OFF = Ascii.latin1("off");
  private static final byte[] CONTENT_ENCODING = Ascii.latin1("content-encoding");

  private static final Setting<ComplexValue<Request>> CHARSET =
      Setting.optional(
          "charset",
          in(HTTP, SERVER, LOCATION, LOCATION_IF),
          Args.exactly(1),
          d -> RequestVariables.compile(d, d.arg(0)));

  private static final Setting<ContentTypes> CHARSET_TYPES =
      Setting.of(
          "charset_types",
          in(HTTP, SERVER, LOCATION),
          Args.atLeast(1),
          d -> ContentTypes.parse(d, List.of("text/html")),
          ContentTypes.of(
              "text/html",
              "text/xml",
              "text/plain",
              "text/vnd.wap.wml",
              "application/javascript",
              "application/rss+xml"));

  /** The module. */
  public CharsetModule() {}

  @Override
  public void register(HttpModules modules) {
    modules
        .settings(CHARSET, CHARSET_TYPES)
        .headerFilter(FilterPlace.CHARSET, CharsetModule::filter);
  }

  private static Outcome filter(Request r, HeaderFilter.Next next) {
    ComplexValue<Request> value = r.settings().find(CHARSET);
    if (value == null || r.isSubrequest()) {
      return next.send(r);
    }
    ResponseHeaders out = r.headersOut();
    byte[] type = out.contentType();
    boolean bare = type != null && out.contentTypeLength() == type.length && out.charset() == null;
    if (bare && out.find(CONTENT_ENCODING) == null && r.settings().get(CHARSET_TYPES).match(out)) {
      byte[] name = value.evaluate(r);
      if (name.length > 0 && !Ascii.equalsIgnoreCase(name, OFF)) {
        out.charset(name);
      }
    }
    return next.send(r);
  }
}
