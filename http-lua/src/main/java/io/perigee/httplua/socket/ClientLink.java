package io.perigee.httplua.socket;

import io.netty.buffer.Unpooled;
import io.perigee.http.connection.HttpConnection;
import io.perigee.http.connection.Input;
import io.perigee.http.connection.InputUser;
import io.perigee.http.request.Request;
import io.perigee.ngx.socket.Link;

/**
 * The input of a client's connection for Lua code. While nobody reads, what comes is left to the
 * connection, which notices the end of the client.
 */
abstract class ClientLink extends Link implements InputUser {
  private final Request request;
  private final HttpConnection connection;
  private boolean reading;
  private boolean closed;

  ClientLink(Request request) {
    super(request.worker());
    this.request = request;
    this.connection = request.connection();
  }

  Request request() {
    return request;
  }

  HttpConnection connection() {
    return connection;
  }

  /** How many bytes of the input belong to this link. */
  abstract long wanted();

  /** Bytes were taken. */
  abstract void taken(int count);

  /** Takes what has come already, so that reading it needs no event. */
  void takeEarly() {
    Input input = connection.input();
    int count = (int) Math.min(wanted(), input.end() - input.position());
    if (count > 0) {
      keep(Unpooled.wrappedBuffer(input.bytes(), input.position(), count));
      use(input, count);
    }
  }

  private void use(Input input, int count) {
    input.use(input.position() + count);
    request.addRequestLength(count);
    taken(count);
  }

  @Override
  protected void read() {
    reading = true;
    if (wanted() == 0) {
      worker().post(this::tellEnd);
    } else if (connection.input().end() > connection.input().position()) {
      worker().post(() -> worker().runSafely(this::received));
    } else {
      connection.readInput(this);
    }
  }

  private void tellEnd() {
    if (reading) {
      reading = false;
      deliverEnd();
    }
  }

  @Override
  protected void pauseReading() {
    if (reading) {
      reading = false;
      connection.stopBody();
    }
  }

  @Override
  public void received() {
    if (!reading) {
      return;
    }
    Input input = connection.input();
    int from = input.position();
    int count = (int) Math.min(wanted(), input.end() - from);
    if (count == 0) {
      return;
    }
    pauseReading();
    use(input, count);
    deliver(Unpooled.wrappedBuffer(input.bytes(), from, count));
  }

  @Override
  public void ended() {
    pauseReading();
    connection.failed();
    deliverFailure("client aborted");
  }

  @Override
  public void timedOut() {
    // the socket has a deadline of its own
  }

  @Override
  protected void close() {
    if (!closed) {
      closed = true;
      pauseReading();
      closeDeadlines();
    }
  }
}
