package io.perigee.http.core;

import io.perigee.conf.directive.Directive;
import io.perigee.conf.value.Quantities;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.phase.ErrorPage;
import io.perigee.http.request.Request;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code error_page code... [=[status]] uri}. */
final class ErrorPageParser {
  /** nginx's own status for a client that went away; nobody is left to read a page. */
  private static final int CLIENT_CLOSED = 499;

  private ErrorPageParser() {}

  static List<ErrorPage> parse(Directive d) {
    int last = d.count() - 1;
    int codes = last;
    int overwrite = ErrorPage.KEEP;
    String before = d.arg(last - 1);
    if (before.startsWith("=")) {
      codes--;
      if (codes == 0) {
        throw d.error("invalid value \"" + before + "\"");
      }
      overwrite = overwrite(d, before);
    }
    ComplexValue<Request> uri = HttpConf.complexValue(d, d.arg(last));
    List<ErrorPage> pages = new ArrayList<>();
    for (int i = 0; i < codes; i++) {
      pages.add(new ErrorPage(code(d, d.arg(i)), overwrite, uri));
    }
    return pages;
  }

  private static int overwrite(Directive d, String text) {
    if (text.length() == 1) {
      return ErrorPage.OF_PAGE;
    }
    long status = Quantities.decimal(text.substring(1));
    if (status < 0 || status > Integer.MAX_VALUE) {
      throw d.error("invalid value \"" + text + "\"");
    }
    return (int) status;
  }

  private static int code(Directive d, String text) {
    long code = Quantities.decimal(text);
    if (code < 0 || code == CLIENT_CLOSED) {
      throw d.error("invalid value \"" + text + "\"");
    }
    if (code < 300 || code > 599) {
      throw d.error("value \"" + text + "\" must be between 300 and 599");
    }
    return (int) code;
  }
}
