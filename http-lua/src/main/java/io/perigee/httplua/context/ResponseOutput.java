package io.perigee.httplua.context;

import io.perigee.http.filter.Buf;
import io.perigee.http.filter.Chain;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.Responses;
import io.perigee.http.request.Methods;
import io.perigee.http.request.Request;
import io.perigee.httplua.LuaSettings;
import io.perigee.ngx.thread.ResultCode;
import org.jspecify.annotations.Nullable;

/**
 * What Lua code writes to the client: sends the header before the first byte, holds the body back
 * for HTTP/1.0 clients so that its length can be told, and knows whether the end was sent.
 */
public final class ResponseOutput {
  private static final int HTTP_1_1 = 1001;
  private static final int NOT_MODIFIED = 304;

  private final RequestContext context;
  private final Request request;
  private boolean headerSent;
  private boolean typeSet;
  private boolean headersSet;
  private boolean eof;
  private boolean rawSocket;
  private @Nullable Chain held;
  private boolean buffering;

  ResponseOutput(RequestContext context) {
    this.context = context;
    this.request = context.request();
  }

  /** Whether the response header went out. */
  public boolean headerSent() {
    return headerSent || request.headerSent();
  }

  /** Whether the end of the response was sent. */
  public boolean isEof() {
    return eof;
  }

  /** Whether output is held back until the end, for a client of HTTP/1.0. */
  public boolean isBuffering() {
    return buffering;
  }

  /** Whether {@code ngx.req.socket(true)} took the connection over. */
  public boolean isRaw() {
    return rawSocket;
  }

  /** Notes that {@code ngx.req.socket(true)} took the connection over. */
  public void takenOver() {
    rawSocket = true;
  }

  /** Notes that Lua code set a header; one that sets the type leaves no room for the default. */
  public void headersTouched(boolean type) {
    headersSet = true;
    typeSet |= type;
  }

  /** Puts the default type of the location in place, once. */
  public void useDefaultType() {
    if (typeSet) {
      return;
    }
    typeSet = true;
    if (request.settings().get(LuaSettings.USE_DEFAULT_TYPE)
        && request.headersOut().status() != NOT_MODIFIED) {
      Responses.setContentType(request);
    }
  }

  /** Sends the header if that was not done; OK, ERROR, or a status. */
  public int sendHeader() {
    if (headerSent()) {
      return ResultCode.OK;
    }
    var headers = request.headersOut();
    if (headers.status() == 0) {
      headers.status(200);
    }
    useDefaultType();
    if (!headersSet) {
      headers.clearContentLength();
    }
    if (buffering) {
      return ResultCode.OK;
    }
    Outcome outcome = request.sendHeader();
    headerSent = true;
    return outcome.code();
  }

  /** Sends content; OK, AGAIN, ERROR, or a status. */
  public int write(Buf buf) {
    if (isLost()) {
      return ResultCode.ERROR;
    }
    decideBuffering();
    int code = sendHeader();
    if (code == ResultCode.ERROR || code > ResultCode.OK) {
      return code;
    }
    if (request.headerOnly()) {
      return headerOnly(code);
    }
    if (buffering) {
      hold().add(buf);
      return ResultCode.OK;
    }
    return request.output(Chain.of(buf)).code();
  }

  /** Whether the client is gone, so that nothing can be sent any more. */
  private boolean isLost() {
    return !request.isSubrequest()
        && (request.connection().error() || !request.connection().socket().isOpen());
  }

  /** Sends the end of the response; OK, AGAIN, ERROR, or a status. */
  public int finish() {
    if (eof || rawSocket) {
      return ResultCode.OK;
    }
    if (isLost()) {
      return ResultCode.ERROR;
    }
    decideBuffering();
    int code = sendHeader();
    if (code == ResultCode.ERROR || code > ResultCode.OK) {
      return code;
    }
    if (request.headerOnly()) {
      return headerOnly(code);
    }
    eof = true;
    if (buffering) {
      int sent = sendHeld();
      if (sent == ResultCode.ERROR || sent > ResultCode.OK) {
        return sent;
      }
    }
    return request.sendSpecialLast().code();
  }

  /** The handler ends with this response: what it left of the request body is dropped. */
  public int end() {
    int code = finish();
    if (!request.isSubrequest() && request.body() == null && code != ResultCode.ERROR) {
      request.discardBody();
    }
    return code;
  }

  /** Asks that everything written so far leaves now. */
  public int flush() {
    return request.output(Chain.of(Buf.flushBuf())).code();
  }

  private int headerOnly(int code) {
    eof = true;
    if (buffering) {
      held = null;
      return sendBufferedHeader(0);
    }
    return code;
  }

  private void decideBuffering() {
    if (!buffering
        && !headerSent()
        && request.version() < HTTP_1_1
        && request.headersOut().contentLength() < 0
        && request.method() != Methods.HEAD
        && request.settings().get(LuaSettings.HTTP10_BUFFERING)) {
      buffering = true;
    }
  }

  private Chain hold() {
    Chain chain = held;
    if (chain == null) {
      chain = new Chain();
      held = chain;
    }
    return chain;
  }

  private int sendHeld() {
    Chain chain = held;
    held = null;
    int code = sendBufferedHeader(chain == null ? 0 : chain.totalSize());
    if (chain == null || code == ResultCode.ERROR || code > ResultCode.OK) {
      return code;
    }
    return request.output(chain).code();
  }

  private int sendBufferedHeader(long length) {
    if (headerSent()) {
      return ResultCode.OK;
    }
    request.headersOut().contentLength(length);
    Outcome outcome = request.sendHeader();
    headerSent = true;
    return outcome.code();
  }

  @Override
  public String toString() {
    return context.phase().title() + (headerSent() ? " header sent" : "") + (eof ? " eof" : "");
  }
}
