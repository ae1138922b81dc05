package io.perigee.http.phase;

import io.perigee.core.Product;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The built-in error pages, byte for byte those of nginx. */
public final class ErrorPages {
  private static final String FULL_TAIL =
      "<hr><center>nginx/" + Product.NGINX_VERSION + "</center>\r\n</body>\r\n</html>\r\n";
  private static final String SHORT_TAIL = "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
  private static final String PADDING =
      "<!-- a padding to disable MSIE and Chrome friendly error page -->\r\n".repeat(6);

  private static final int LIMIT = 600;
  private static final @Nullable String[] HEADS = heads();

  private ErrorPages() {}

  private static @Nullable String[] heads() {
    @Nullable String[] heads = new @Nullable String[LIMIT];
    plain(heads, 301, "Moved Permanently");
    plain(heads, 302, "Found");
    plain(heads, 303, "See Other");
    plain(heads, 307, "Temporary Redirect");
    plain(heads, 308, "Permanent Redirect");
    plain(heads, 400, "Bad Request");
    plain(heads, 401, "Authorization Required");
    plain(heads, 402, "Payment Required");
    plain(heads, 403, "Forbidden");
    plain(heads, 404, "Not Found");
    plain(heads, 405, "Not Allowed");
    plain(heads, 406, "Not Acceptable");
    plain(heads, 408, "Request Time-out");
    plain(heads, 409, "Conflict");
    plain(heads, 410, "Gone");
    plain(heads, 411, "Length Required");
    plain(heads, 412, "Precondition Failed");
    plain(heads, 413, "Request Entity Too Large");
    plain(heads, 414, "Request-URI Too Large");
    plain(heads, 415, "Unsupported Media Type");
    plain(heads, 416, "Requested Range Not Satisfiable");
    plain(heads, 421, "Misdirected Request");
    plain(heads, 429, "Too Many Requests");
    explained(heads, 494, "Request Header Or Cookie Too Large");
    explained(heads, 495, "The SSL certificate error");
    explained(heads, 496, "No required SSL certificate was sent");
    explained(heads, 497, "The plain HTTP request was sent to HTTPS port");
    heads[498] = heads[404];
    plain(heads, 500, "Internal Server Error");
    plain(heads, 501, "Not Implemented");
    plain(heads, 502, "Bad Gateway");
    plain(heads, 503, "Service Temporarily Unavailable");
    plain(heads, 504, "Gateway Time-out");
    plain(heads, 505, "HTTP Version Not Supported");
    plain(heads, 507, "Insufficient Storage");
    return heads;
  }

  private static void plain(@Nullable String[] heads, int status, String reason) {
    String title = status + " " + reason;
    heads[status] = head(title) + "<center><h1>" + title + "</h1></center>\r\n";
  }

  private static void explained(@Nullable String[] heads, int status, String why) {
    heads[status] =
        head("400 " + why)
            + "<center><h1>400 Bad Request</h1></center>\r\n<center>"
            + why
            + "</center>\r\n";
  }

  private static String head(String title) {
    return "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n";
  }

  /** The page for a status, or null where nginx has none. */
  public static byte @Nullable [] page(int status, boolean withVersion, boolean padded) {
    String head = status < LIMIT ? HEADS[status] : null;
    if (head == null) {
      return null;
    }
    String page = head + (withVersion ? FULL_TAIL : SHORT_TAIL) + (padded ? PADDING : "");
    return page.getBytes(StandardCharsets.ISO_8859_1);
  }
}
