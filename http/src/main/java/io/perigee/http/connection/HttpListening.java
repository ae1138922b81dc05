package io.perigee.http.connection;

import io.perigee.core.net.Accepted;
import io.perigee.core.net.ClientSocket;
import io.perigee.core.worker.Worker;
import io.perigee.core.worker.WorkerKey;
import io.perigee.http.core.AddressConf;
import io.perigee.http.core.ListenSocket;

/** Starts an HTTP/1 connection on each socket accepted at one listening address. */
public final class HttpListening implements Accepted {
  private static final WorkerKey<RequestReader.Shared> SHARED = WorkerKey.of("readers of requests");

  private final ListenSocket socket;

  /** Connections at this socket are served with the servers of the address that they came to. */
  public HttpListening(ListenSocket socket) {
    this.socket = socket;
  }

  @Override
  public void accepted(Worker worker, ClientSocket client) {
    AddressConf address =
        socket.isSingle() ? socket.own() : socket.addressFor(client.localAddress());
    RequestReader.Shared shared = worker.attachment(SHARED, RequestReader.Shared::new);
    HttpConnection connection = new HttpConnection(worker, client, address, shared);
    client.events(new ConnectionHandler(connection, worker));
  }
}
