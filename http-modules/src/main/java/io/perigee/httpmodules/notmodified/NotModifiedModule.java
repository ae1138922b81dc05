package io.perigee.httpmodules.notmodified;

import io.perigee.core.text.Ascii;
import io.perigee.core.text.HttpDate;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.core.CoreSettings.IfModifiedSince;
import io.perigee.http.filter.HeaderFilter;
import io.perigee.http.module.FilterPlace;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.SpecialResponse;
import io.perigee.http.request.KnownHeader;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.request.RequestHeaders;
import io.perigee.http.request.ResponseHeader;
import io.perigee.http.request.ResponseHeaders;

/**
 * Conditional requests (RFC 9110 section 13, nginx's {@code ngx_http_not_modified_filter_module}):
 * a response 200 becomes 412 or 304 where the conditions say so.
 */
public final class NotModifiedModule implements HttpModule {
  private static final byte[] ETAG = Ascii.latin1("etag");
  private static final byte[] ACCEPT_RANGES = Ascii.latin1("accept-ranges");
  private static final byte[] CONTENT_ENCODING = Ascii.latin1("content-encoding");
  private static final byte[] WEAK = Ascii.latin1("W/");

  /** The module. */
  public NotModifiedModule() {}

  @Override
  public void register(HttpModules modules) {
    modules.headerFilter(FilterPlace.NOT_MODIFIED, NotModifiedModule::filter);
  }

  private static Outcome filter(Request r, HeaderFilter.Next next) {
    if (r.headersOut().status() != 200
        || r.isSubrequest()
        || r.is(RequestFlag.DISABLE_NOT_MODIFIED)) {
      return next.send(r);
    }
    RequestHeaders in = r.headersIn();
    byte[] unmodifiedSince = in.value(KnownHeader.IF_UNMODIFIED_SINCE);
    if (unmodifiedSince != null && !isUnmodified(r, unmodifiedSince)) {
      return SpecialResponse.finishInFilter(r, 412);
    }
    byte[] match = in.value(KnownHeader.IF_MATCH);
    if (match != null && !matches(r, match, false)) {
      return SpecialResponse.finishInFilter(r, 412);
    }
    byte[] modifiedSince = in.value(KnownHeader.IF_MODIFIED_SINCE);
    byte[] noneMatch = in.value(KnownHeader.IF_NONE_MATCH);
    if ((modifiedSince == null && noneMatch == null)
        || (modifiedSince != null && isModified(r, modifiedSince))
        || (noneMatch != null && !matches(r, noneMatch, true))) {
      return next.send(r);
    }
    answerNotModified(r.headersOut());
    return next.send(r);
  }

  private static void answerNotModified(ResponseHeaders out) {
    out.status(304);
    out.statusLine(null);
    out.contentType(null);
    out.clearContentLength();
    out.remove(ACCEPT_RANGES);
    out.remove(CONTENT_ENCODING);
  }

  private static boolean isUnmodified(Request r, byte[] since) {
    long modified = r.headersOut().lastModifiedTime();
    return modified != -1 && HttpDate.parse(since) >= modified;
  }

  private static boolean isModified(Request r, byte[] since) {
    long modified = r.headersOut().lastModifiedTime();
    IfModifiedSince rule = r.settings().get(CoreSettings.IF_MODIFIED_SINCE);
    if (modified == -1 || rule == IfModifiedSince.OFF) {
      return true;
    }
    long time = HttpDate.parse(since);
    return time != modified && (rule == IfModifiedSince.EXACT || time < modified);
  }

  /** Whether the response's tag is in a list; {@code *} stands for any. */
  private static boolean matches(Request r, byte[] list, boolean weak) {
    if (list.length == 1 && list[0] == '*') {
      return true;
    }
    ResponseHeader field = r.headersOut().find(ETAG);
    if (field == null) {
      return false;
    }
    byte[] tag = field.value();
    if (weak && Ascii.startsWith(tag, WEAK)) {
      tag = Ascii.slice(tag, 2, tag.length);
    }
    int at = 0;
    while (at < list.length) {
      if (weak && startsAt(list, at, WEAK)) {
        at += 2;
      }
      if (startsAt(list, at, tag) && endsTag(list, at + tag.length)) {
        return true;
      }
      at = nextTag(list, at);
    }
    return false;
  }

  private static boolean startsAt(byte[] list, int at, byte[] part) {
    return at + part.length <= list.length
        && java.util.Arrays.equals(list, at, at + part.length, part, 0, part.length);
  }

  private static boolean endsTag(byte[] list, int from) {
    int at = from;
    while (at < list.length && isBlank(list[at])) {
      at++;
    }
    return at == list.length || list[at] == ',';
  }

  private static int nextTag(byte[] list, int from) {
    int at = from;
    while (at < list.length && list[at] != ',') {
      at++;
    }
    while (at < list.length && (list[at] == ',' || isBlank(list[at]))) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
