package io.perigee.httplua.context;

import io.perigee.ngx.thread.ResultCode;

/** How {@code ngx.exit} ends a handler, as ngx_http_lua_handle_exit. */
final class Exits {
  private static final int NO_CONTENT = 204;
  private static final int REQUEST_TIME_OUT = 408;
  private static final int CLOSE = 444;
  private static final int CLIENT_CLOSED_REQUEST = 499;

  private Exits() {}

  /** Whether these codes end a request at once, even in the middle of its response. */
  static boolean breaksConnection(int code) {
    return code == REQUEST_TIME_OUT || code == CLOSE || code == CLIENT_CLOSED_REQUEST;
  }

  static int exit(RequestContext context, int code, boolean inContent) {
    ResponseOutput output = context.output();
    var headers = context.request().headersOut();
    if (!output.headerSent() && headers.status() == 0 && code >= 200) {
      headers.status(code);
    }
    if (output.isBuffering() && headers.status() != 0) {
      int sent = output.end();
      if (sent == ResultCode.ERROR || sent > ResultCode.OK) {
        return sent;
      }
      return code >= 200 ? 200 : code;
    }
    boolean success = code >= 200 && code < 300 && code != NO_CONTENT;
    if (success || (code == ResultCode.OK && inContent)) {
      int sent = output.end();
      if (sent == ResultCode.ERROR || sent > ResultCode.OK) {
        return sent;
      }
    }
    if (output.headerSent() && code > ResultCode.OK && !breaksConnection(code)) {
      return inContent ? ResultCode.OK : 200;
    }
    return code;
  }
}
