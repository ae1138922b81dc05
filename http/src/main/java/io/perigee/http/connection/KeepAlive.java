package io.perigee.http.connection;

import io.perigee.conf.directive.Settings;
import io.perigee.core.text.Ascii;
import io.perigee.http.core.AddressConf;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.request.KnownHeader;
import io.perigee.http.request.Methods;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.request.RequestHeaders;

/** Whether a connection may serve another request: the rules of nginx's core module. */
final class KeepAlive {
  private static final byte[] CLOSE = Ascii.latin1("close");
  private static final byte[] KEEP_ALIVE = Ascii.latin1("keep-alive");
  private static final long EXIT_GRACE_MILLIS = 500;
  private static final int DISABLE_MSIE6 = 4;
  private static final int DISABLE_SAFARI = 8;

  private KeepAlive() {}

  /**
   * How long an idle connection stays open when its worker ends: a request may be on its way, so it
   * is a moment, at least keepalive_min_timeout.
   */
  static long exitGrace(AddressConf address) {
    Settings settings = address.defaultServer().settings();
    return Math.max(EXIT_GRACE_MILLIS, settings.get(CoreSettings.KEEPALIVE_MIN_TIMEOUT));
  }

  /** What version and Connection field of a new request ask for. */
  static void decide(Request r) {
    RequestHeaders headers = r.headersIn();
    boolean keep = r.version() > 1000;
    int at = headers.indexOf(KnownHeader.CONNECTION);
    while (at >= 0) {
      if (headers.valueContains(at, CLOSE)) {
        keep = false;
      } else if (headers.valueContains(at, KEEP_ALIVE)) {
        keep = true;
      }
      at = headers.indexOf(KnownHeader.CONNECTION.lowercaseName(), at + 1);
    }
    r.set(RequestFlag.KEEPALIVE, keep && !r.worker().exiting());
    if (headers.contentLength() > 0 || headers.chunked()) {
      r.set(RequestFlag.LINGERING_CLOSE, true);
    }
  }

  /** What the settings of a location say. */
  static void locationChanged(Request r, HttpConnection c) {
    if (!r.keepalive()) {
      return;
    }
    Settings settings = r.settings();
    long age = r.worker().clock().monotonic() - c.startMillis();
    if (settings.get(CoreSettings.KEEPALIVE_TIMEOUT).millis() == 0
        || c.requests() >= settings.get(CoreSettings.KEEPALIVE_REQUESTS)
        || age > settings.get(CoreSettings.KEEPALIVE_TIME)
        || (r.headersIn().has(KnownHeader.USER_AGENT) && disabled(r, settings))) {
      r.set(RequestFlag.KEEPALIVE, false);
    }
  }

  private static boolean disabled(Request r, Settings settings) {
    int disable = settings.get(CoreSettings.KEEPALIVE_DISABLE);
    if ((disable & (DISABLE_MSIE6 | DISABLE_SAFARI)) == 0) {
      return false;
    }
    int at = r.headersIn().indexOf(KnownHeader.USER_AGENT);
    if ((disable & DISABLE_MSIE6) != 0
        && r.method() == Methods.POST
        && r.headersIn().valueContains(at, MSIE6)) {
      return true;
    }
    return (disable & DISABLE_SAFARI) != 0
        && r.headersIn().valueContains(at, SAFARI)
        && r.headersIn().valueContains(at, MAC_OS_X)
        && !r.headersIn().valueContains(at, CHROME);
  }

  private static final byte[] MSIE6 = Ascii.latin1("msie 6.");
  private static final byte[] SAFARI = Ascii.latin1("safari/");
  private static final byte[] MAC_OS_X = Ascii.latin1("mac os x");
  private static final byte[] CHROME = Ascii.latin1("chrome/");
}
