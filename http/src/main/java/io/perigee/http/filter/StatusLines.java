package io.perigee.http.filter;

import io.perigee.core.text.Ascii;
import org.jspecify.annotations.Nullable;

/** Status lines as nginx words them, encoded once. */
final class StatusLines {
  private static final byte[][] LINES = new byte[600][];
  private static final byte[] VERSION = Ascii.latin1("HTTP/1.1 ");
  private static final byte[] CRLF = Ascii.latin1("\r\n");

  static {
    for (int status = 0; status < LINES.length; status++) {
      String reason = reason(status);
      String code = reason == null ? String.format("%03d ", status) : status + " " + reason;
      LINES[status] = Ascii.latin1("HTTP/1.1 " + code + "\r\n");
    }
  }

  private StatusLines() {}

  /** The whole first line of a response. */
  static byte[] line(int status) {
    if (status >= 0 && status < LINES.length) {
      return LINES[status];
    }
    return Ascii.concat(VERSION, Ascii.decimal(status), Ascii.latin1(" "), CRLF);
  }

  static byte[] version() {
    return VERSION;
  }

  // Checkstyle excuse (MethodLength): a table of nginx's reason phrases.
  private static @Nullable String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 201 -> "Created";
      case 202 -> "Accepted";
      case 204 -> "No Content";
      case 206 -> "Partial Content";
      case 301 -> "Moved Permanently";
      case 302 -> "Moved Temporarily";
      case 303 -> "See Other";
      case 304 -> "Not Modified";
      case 307 -> "Temporary Redirect";
      case 308 -> "Permanent Redirect";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 402 -> "Payment Required";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Not Allowed";
      case 406 -> "Not Acceptable";
      case 408 -> "Request Time-out";
      case 409 -> "Conflict";
      case 410 -> "Gone";
      case 411 -> "Length Required";
      case 412 -> "Precondition Failed";
      case 413 -> "Request Entity Too Large";
      case 414 -> "Request-URI Too Large";
      case 415 -> "Unsupported Media Type";
      case 416 -> "Requested Range Not Satisfiable";
      case 421 -> "Misdirected Request";
      case 425 -> "Too Early";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Temporarily Unavailable";
      case 504 -> "Gateway Time-out";
      case 505 -> "HTTP Version Not Supported";
      case 507 -> "Insufficient Storage";
      default -> null;
    };
  }
}
