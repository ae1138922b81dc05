package io.perigee.http.upstream;

import java.util.Map;

/** The cases of {@code proxy_next_upstream} as bits (nginx's {@code NGX_HTTP_UPSTREAM_FT_}). */
public final class NextUpstream {
  static final int ERROR = 0x02;
  static final int TIMEOUT = 0x04;
  static final int INVALID_HEADER = 0x08;
  static final int HTTP_500 = 0x10;
  static final int HTTP_502 = 0x20;
  static final int HTTP_503 = 0x40;
  static final int HTTP_504 = 0x80;
  static final int HTTP_403 = 0x100;
  static final int HTTP_404 = 0x200;
  static final int HTTP_429 = 0x400;
  static final int UPDATING = 0x800;
  static final int NOT_FOUND_IN_CACHE = 0x1000;
  static final int NON_IDEMPOTENT = 0x4000;
  static final int NO_LIVE = 0x40000000;
  static final int OFF = 0x80000000;

  /** The words of the directive. */
  static final Map<String, Integer> WORDS =
      Map.ofEntries(
          Map.entry("error", ERROR),
          Map.entry("timeout", TIMEOUT),
          Map.entry("invalid_header", INVALID_HEADER),
          Map.entry("non_idempotent", NON_IDEMPOTENT),
          Map.entry("http_500", HTTP_500),
          Map.entry("http_502", HTTP_502),
          Map.entry("http_503", HTTP_503),
          Map.entry("http_504", HTTP_504),
          Map.entry("http_403", HTTP_403),
          Map.entry("http_404", HTTP_404),
          Map.entry("http_429", HTTP_429),
          Map.entry("updating", UPDATING),
          Map.entry("off", OFF));

  /** The words of the directive in modules that have no status of HTTP: memcached. */
  static final Map<String, Integer> MEMCACHED_WORDS =
      Map.of(
          "error", ERROR,
          "timeout", TIMEOUT,
          "invalid_response", INVALID_HEADER,
          "not_found", HTTP_404,
          "off", OFF);

  static final int USUAL = ERROR | TIMEOUT;

  private NextUpstream() {}

  /** The case of a status that a peer answered with, or 0. */
  static int ofStatus(int status) {
    return switch (status) {
      case 500 -> HTTP_500;
      case 502 -> HTTP_502;
      case 503 -> HTTP_503;
      case 504 -> HTTP_504;
      case 403 -> HTTP_403;
      case 404 -> HTTP_404;
      case 429 -> HTTP_429;
      default -> 0;
    };
  }

  /** The status that a client gets when no other peer is asked. */
  static int statusOf(int reason) {
    return switch (reason) {
      case TIMEOUT, HTTP_504 -> 504;
      case HTTP_500 -> 500;
      case HTTP_503 -> 503;
      case HTTP_403 -> 403;
      case HTTP_404 -> 404;
      case HTTP_429 -> 429;
      default -> 502;
    };
  }
}
