package io.perigee.httplua.socket;

import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;

/**
 * The body of a request. As long as some of it is left, the connection cannot serve another
 * request.
 */
final class BodyLink extends ClientLink {
  private final boolean keepalive;
  private long rest;

  BodyLink(Request request) {
    super(request);
    this.rest = request.headersIn().contentLength();
    this.keepalive = request.is(RequestFlag.KEEPALIVE);
    request.set(RequestFlag.KEEPALIVE, false);
    request.set(RequestFlag.LINGERING_CLOSE, true);
    takeEarly();
  }

  @Override
  long wanted() {
    return rest;
  }

  @Override
  void taken(int count) {
    rest -= count;
    if (rest == 0) {
      request().set(RequestFlag.KEEPALIVE, keepalive);
      request().set(RequestFlag.LINGERING_CLOSE, false);
    }
  }

  @Override
  protected void put(byte[] bytes, int start, int end) {
    throw new IllegalStateException("a body cannot be written");
  }

  @Override
  protected boolean flush() {
    throw new IllegalStateException("a body cannot be written");
  }

  @Override
  protected boolean shutdownOutput() {
    return false;
  }
}
