package io.perigee.http.connection;

import io.netty.buffer.ByteBuf;
import io.perigee.core.net.ClientEvents;
import io.perigee.core.worker.Worker;
import java.io.IOException;

/** Tells a connection what happens on its socket. */
final class ConnectionHandler implements ClientEvents {
  private final HttpConnection connection;
  private final Worker worker;

  ConnectionHandler(HttpConnection connection, Worker worker) {
    this.connection = connection;
    this.worker = worker;
  }

  @Override
  public void opened() {
    worker.connectionOpened(connection);
    connection.opened();
  }

  @Override
  public void received(ByteBuf bytes) {
    try {
      connection.received(bytes);
    } catch (RuntimeException | Error problem) {
      worker.unexpected(problem);
      connection.close();
    }
  }

  @Override
  public void inputEnded() {
    connection.event(connection::clientEnded);
  }

  @Override
  public void inputFailed(IOException cause) {
    connection.event(() -> connection.inputFailed(cause));
  }

  @Override
  public void closed() {
    connection.event(connection::broken);
    worker.connectionClosed(connection);
  }
}
