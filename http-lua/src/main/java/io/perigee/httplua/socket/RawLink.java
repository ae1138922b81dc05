package io.perigee.httplua.socket;

import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;

/** A client's whole connection, which serves nothing else any more. */
final class RawLink extends ClientLink {
  RawLink(Request request) {
    super(request);
    request.set(RequestFlag.KEEPALIVE, false);
    takeEarly();
  }

  @Override
  long wanted() {
    return Long.MAX_VALUE;
  }

  @Override
  void taken(int count) {
    // there is no end to count to
  }

  @Override
  protected void put(byte[] bytes, int start, int end) {
    connection().output().put(bytes, start, end);
  }

  @Override
  protected boolean flush() {
    connection().flush();
    if (!connection().error() && !connection().hasBufferedOutput()) {
      return true;
    }
    connection().onWritable(this::written);
    return false;
  }

  private void written() {
    if (connection().error()) {
      deliverFailure("client aborted");
    } else {
      deliverSent();
    }
  }

  @Override
  protected boolean shutdownOutput() {
    return false;
  }
}
