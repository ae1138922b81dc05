package io.perigee.httplua.control;

import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;

/** The constants of methods and statuses, {@code ngx.HTTP_GET} and {@code ngx.HTTP_OK}. */
public final class ConstantsApi implements ApiFamily {
  private static final String[] METHODS = {
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "MKCOL",
    "COPY",
    "MOVE",
    "OPTIONS",
    "PROPFIND",
    "PROPPATCH",
    "LOCK",
    "UNLOCK",
    "PATCH",
    "TRACE"
  };

  @Override
  public void register(ApiTable ngx) {
    for (int i = 0; i < METHODS.length; i++) {
      ngx.constant("HTTP_" + METHODS[i], 2 << i);
    }
    successes(ngx);
    clientErrors(ngx);
    serverErrors(ngx);
  }

  private static void successes(ApiTable ngx) {
    ngx.constant("HTTP_CONTINUE", 100)
        .constant("HTTP_SWITCHING_PROTOCOLS", 101)
        .constant("HTTP_OK", 200)
        .constant("HTTP_CREATED", 201)
        .constant("HTTP_ACCEPTED", 202)
        .constant("HTTP_NO_CONTENT", 204)
        .constant("HTTP_PARTIAL_CONTENT", 206)
        .constant("HTTP_SPECIAL_RESPONSE", 300)
        .constant("HTTP_MOVED_PERMANENTLY", 301)
        .constant("HTTP_MOVED_TEMPORARILY", 302)
        .constant("HTTP_SEE_OTHER", 303)
        .constant("HTTP_NOT_MODIFIED", 304)
        .constant("HTTP_TEMPORARY_REDIRECT", 307)
        .constant("HTTP_PERMANENT_REDIRECT", 308);
  }

  private static void clientErrors(ApiTable ngx) {
    ngx.constant("HTTP_BAD_REQUEST", 400)
        .constant("HTTP_UNAUTHORIZED", 401)
        .constant("HTTP_PAYMENT_REQUIRED", 402)
        .constant("HTTP_FORBIDDEN", 403)
        .constant("HTTP_NOT_FOUND", 404)
        .constant("HTTP_NOT_ALLOWED", 405)
        .constant("HTTP_NOT_ACCEPTABLE", 406)
        .constant("HTTP_REQUEST_TIMEOUT", 408)
        .constant("HTTP_CONFLICT", 409)
        .constant("HTTP_GONE", 410)
        .constant("HTTP_UPGRADE_REQUIRED", 426)
        .constant("HTTP_TOO_MANY_REQUESTS", 429)
        .constant("HTTP_CLOSE", 444)
        .constant("HTTP_ILLEGAL", 451);
  }

  private static void serverErrors(ApiTable ngx) {
    ngx.constant("HTTP_INTERNAL_SERVER_ERROR", 500)
        .constant("HTTP_NOT_IMPLEMENTED", 501)
        .constant("HTTP_METHOD_NOT_IMPLEMENTED", 501)
        .constant("HTTP_BAD_GATEWAY", 502)
        .constant("HTTP_SERVICE_UNAVAILABLE", 503)
        .constant("HTTP_GATEWAY_TIMEOUT", 504)
        .constant("HTTP_VERSION_NOT_SUPPORTED", 505)
        .constant("HTTP_INSUFFICIENT_STORAGE", 507);
  }
}
