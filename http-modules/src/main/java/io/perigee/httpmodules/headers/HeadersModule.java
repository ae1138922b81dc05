package io.perigee.httpmodules.headers;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.LOCATION_IF;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Context;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.filter.HeaderFilter;
import io.perigee.http.module.FilterPlace;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.request.ResponseHeader;
import io.perigee.http.request.ResponseHeaders;
import io.perigee.http.variable.RequestVariables;
import java.util.List;
import java.util.Set;

/**
 * {@code add_header}, {@code add_trailer} and {@code expires} (nginx's {@code
 * ngx_http_headers_filter_module}), for main requests only.
 */
public final class HeadersModule implements HttpModule {
  private static final Set<Context> ANYWHERE = in(HTTP, SERVER, LOCATION, LOCATION_IF);

  /** A field to add. */
  private static final class Field {
    final byte[] name;
    final ComplexValue<Request> value;
    final boolean always;

    Field(byte[] name, ComplexValue<Request> value, boolean always) {
      this.name = name;
      this.value = value;
      this.always = always;
    }
  }

  private static final Setting<List<Field>> ADD_HEADER =
      Setting.list("add_header", ANYWHERE, Args.between(2, 3), HeadersModule::field);

  private static final Setting<List<Field>> ADD_TRAILER =
      Setting.list("add_trailer", ANYWHERE, Args.between(2, 3), HeadersModule::field);

  private static final Setting<Expires> EXPIRES =
      Setting.of("expires", ANYWHERE, Args.between(1, 2), Expires::parse, Expires.OFF);

  /** The module. */
  public HeadersModule() {}

  @Override
  public void register(HttpModules modules) {
    modules
        .settings(ADD_HEADER, ADD_TRAILER, EXPIRES)
        .headerFilter(FilterPlace.HEADERS, HeadersModule::filter)
        .bodyFilter(FilterPlace.HEADERS, HeadersModule::trailers);
  }

  private static Field field(Directive d) {
    boolean always = false;
    if (d.count() == 3) {
      if (!d.arg(2).equals("always")) {
        throw d.invalidParameter(d.arg(2));
      }
      always = true;
    }
    return new Field(Ascii.latin1(d.arg(0)), RequestVariables.compile(d, d.arg(1)), always);
  }

  private static Outcome filter(Request r, HeaderFilter.Next next) {
    if (r.isSubrequest()) {
      return next.send(r);
    }
    boolean safe = isSafeStatus(r.headersOut().status());
    Expires expires = r.settings().get(EXPIRES);
    if (safe && expires != Expires.OFF) {
      expires.apply(r);
    }
    for (Field field : r.settings().get(ADD_HEADER)) {
      if (safe || field.always) {
        add(r, field);
      }
    }
    if (hasTrailers(r, safe)) {
      r.set(RequestFlag.EXPECT_TRAILERS, true);
    }
    return next.send(r);
  }

  private static boolean isSafeStatus(int status) {
    return switch (status) {
      case 200, 201, 204, 206, 301, 302, 303, 304, 307, 308 -> true;
      default -> false;
    };
  }

  private static boolean hasTrailers(Request r, boolean safe) {
    for (Field field : r.settings().get(ADD_TRAILER)) {
      if (safe || field.always) {
        return true;
      }
    }
    return false;
  }

  private static void add(Request r, Field field) {
    byte[] value = field.value.evaluate(r);
    ResponseHeaders out = r.headersOut();
    if (Ascii.equalsIgnoreCase(field.name, Names.LAST_MODIFIED)
        || Ascii.equalsIgnoreCase(field.name, Names.ETAG)) {
      replace(out, field.name, value);
    } else if (value.length > 0) {
      out.append(field.name, value);
    }
  }

  private static void replace(ResponseHeaders out, byte[] name, byte[] value) {
    out.remove(name);
    if (value.length > 0) {
      out.set(name, value);
    }
  }

  private static Outcome trailers(
      Request r, io.perigee.http.filter.Chain in, io.perigee.http.filter.BodyFilter.Next next) {
    List<Field> fields = r.settings().get(ADD_TRAILER);
    if (fields.isEmpty() || r.isSubrequest() || !in.hasLast()) {
      return next.write(r, in);
    }
    boolean safe = isSafeStatus(r.headersOut().status());
    for (Field field : fields) {
      byte[] value = safe || field.always ? field.value.evaluate(r) : Ascii.EMPTY;
      if (value.length > 0) {
        r.headersOut().trailers().add(new ResponseHeader(field.name, value));
      }
    }
    return next.write(r, in);
  }

  /** Names of fields that are more than a text to add. */
  private static final class Names {
    static final byte[] LAST_MODIFIED = Ascii.latin1("last-modified");
    static final byte[] ETAG = Ascii.latin1("etag");

    private Names() {}
  }
}
