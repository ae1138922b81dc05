package io.perigee.http.phase;

import io.perigee.core.text.Ascii;
import io.perigee.core.text.UriEscape;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.filter.Buf;
import io.perigee.http.filter.Chain;
import io.perigee.http.request.KnownHeader;
import io.perigee.http.request.Methods;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.request.ResponseHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request that ended with a status: by the configured {@code error_page}, or by the
 * built-in page (nginx's {@code ngx_http_special_response_handler}).
 */
public final class SpecialResponse {
  private static final byte[] TEXT_HTML = Ascii.latin1("text/html");

  private SpecialResponse() {}

  /** Sends the answer for a status; what it returns is for {@link Finalizer}. */
  public static Outcome send(Request r, int error) {
    r.errorStatus(error);
    limitConnection(r, error);
    r.headersOut().contentType(null);
    Outcome page = configuredPage(r, error);
    if (page != null) {
      return page;
    }
    r.set(RequestFlag.EXPECT_TESTED, true);
    dropBody(r);
    if (refreshes(r, error)) {
      return sendRefresh(r);
    }
    if (error >= 494 && error <= 497) {
      r.errorStatus(400);
    }
    return sendPage(r, error);
  }

  /**
   * Replaces a response by an error page from within a header filter (nginx's {@code
   * ngx_http_filter_finalize_request}).
   */
  public static Outcome finishInFilter(Request r, int error) {
    r.set(RequestFlag.FILTER_FINALIZE, true);
    r.clearHeadersOut();
    r.clearStates();
    Outcome outcome = send(r, error);
    return outcome == Outcome.OK || outcome == Outcome.DONE ? Outcome.ERROR : outcome;
  }

  private static void limitConnection(Request r, int error) {
    switch (error) {
      case 400, 495, 496, 497 -> {
        r.set(RequestFlag.KEEPALIVE, false);
        r.set(RequestFlag.LINGERING_CLOSE, false);
      }
      case 413, 414, 500, 501 -> r.set(RequestFlag.KEEPALIVE, false);
      default -> {}
    }
  }

  private static void dropBody(Request r) {
    if (r.discardBody() != Outcome.OK) {
      r.set(RequestFlag.KEEPALIVE, false);
    }
  }

  private static @Nullable Outcome configuredPage(Request r, int error) {
    List<ErrorPage> pages = r.settings().get(CoreSettings.ERROR_PAGE);
    if (pages.isEmpty() || r.is(RequestFlag.ERROR_PAGE) || r.uriChanges() == 0) {
      return null;
    }
    if (!r.settings().get(CoreSettings.RECURSIVE_ERROR_PAGES)) {
      r.set(RequestFlag.ERROR_PAGE, true);
    }
    for (ErrorPage page : pages) {
      if (page.status() == error) {
        return sendConfigured(r, page);
      }
    }
    return null;
  }

  private static Outcome sendConfigured(Request r, ErrorPage page) {
    int overwrite = page.overwrite();
    if (overwrite == ErrorPage.KEEP && page.status() >= 494 && page.status() <= 497) {
      overwrite = 400;
    }
    if (overwrite > 0 && overwrite != 200) {
      r.set(RequestFlag.EXPECT_TESTED, true);
    }
    if (overwrite >= 0) {
      r.errorStatus(overwrite);
    }
    ComplexValue<Request> value = page.value();
    byte[] uri = value.evaluate(r);
    if (uri.length > 0 && uri[0] == '/') {
      return redirectInside(r, uri);
    }
    if (uri.length > 0 && uri[0] == '@') {
      return InternalRedirect.named(r, uri);
    }
    return redirectOutside(r, uri, overwrite);
  }

  private static Outcome redirectInside(Request r, byte[] uri) {
    int question = Ascii.indexOf(uri, '?', 0);
    byte[] path = question < 0 ? uri : Ascii.slice(uri, 0, question);
    byte[] args = question < 0 ? Ascii.EMPTY : Ascii.slice(uri, question + 1, uri.length);
    if (r.method() != Methods.HEAD) {
      r.method(Methods.GET, Methods.name(Methods.GET));
    }
    return InternalRedirect.to(r, path, args);
  }

  private static Outcome redirectOutside(Request r, byte[] url, int overwrite) {
    r.set(RequestFlag.EXPECT_TESTED, true);
    dropBody(r);
    if (!isRedirect(overwrite)) {
      r.errorStatus(302);
    }
    r.headersOut().remove(ResponseNames.LOCATION);
    r.headersOut().set(ResponseNames.LOCATION, url);
    if (r.settings().get(CoreSettings.MSIE_REFRESH) && isMsie(r)) {
      return sendRefresh(r);
    }
    return sendPage(r, r.errorStatus());
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static boolean refreshes(Request r, int error) {
    return (error == 301 || error == 302)
        && r.settings().get(CoreSettings.MSIE_REFRESH)
        && isMsie(r);
  }

  private static Outcome sendPage(Request r, int error) {
    boolean padded =
        error >= 400
            && r.version() >= 1000
            && r.settings().get(CoreSettings.MSIE_PADDING)
            && (isMsie(r) || isChrome(r));
    boolean withVersion = r.settings().get(CoreSettings.SERVER_TOKENS).showsVersion();
    byte[] page = ErrorPages.page(error, withVersion, padded);
    ResponseHeaders out = r.headersOut();
    if (page != null) {
      out.contentType(TEXT_HTML);
      out.charset(null);
    }
    out.contentLength(page == null ? 0 : page.length);
    clearEntity(out);
    return sendAll(r, page == null ? Ascii.EMPTY : page);
  }

  private static void clearEntity(ResponseHeaders out) {
    out.remove(ResponseNames.ACCEPT_RANGES);
    out.clearLastModified();
    out.remove(ResponseNames.ETAG);
  }

  private static Outcome sendRefresh(Request r) {
    ResponseHeaders out = r.headersOut();
    byte[] target = out.location() == null ? Ascii.EMPTY : out.location().value();
    byte[] page =
        Ascii.concat(
            Ascii.latin1("<html><head><meta http-equiv=\"Refresh\" content=\"0; URL="),
            UriEscape.REFRESH.escape(target),
            Ascii.latin1("\"></head><body></body></html>\r\n"));
    r.errorStatus(200);
    out.contentType(TEXT_HTML);
    out.charset(null);
    out.remove(ResponseNames.LOCATION);
    out.contentLength(page.length);
    clearEntity(out);
    return sendAll(r, page);
  }

  /** Sends the header and, where one may follow, a body that is also the end of the response. */
  static Outcome sendAll(Request r, byte[] body) {
    Outcome outcome = r.sendHeader();
    if (outcome == Outcome.ERROR || outcome.isStatus() || r.headerOnly()) {
      return outcome;
    }
    if (body.length == 0) {
      return r.sendSpecialLast();
    }
    Buf buf = Buf.of(body).lastInChain(true).last(!r.isSubrequest());
    return r.output(Chain.of(buf));
  }

  private static boolean isMsie(Request r) {
    byte[] agent = r.headersIn().value(KnownHeader.USER_AGENT);
    if (agent == null) {
      return false;
    }
    String text = Ascii.string(agent);
    int at = text.indexOf("MSIE ");
    return at >= 0 && at + 7 < text.length() && !text.contains("Opera");
  }

  private static boolean isChrome(Request r) {
    byte[] agent = r.headersIn().value(KnownHeader.USER_AGENT);
    return agent != null && !isMsie(r) && Ascii.string(agent).contains("Chrome/");
  }
}
