package io.perigee.http.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.perigee.core.net.Accepted;
import io.perigee.core.net.ReceiveBuffers;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import io.perigee.core.worker.WorkerKey;
import io.perigee.http.core.AddressConf;
import io.perigee.http.core.ListenSocket;

/** Starts an HTTP/1 connection on each channel accepted at one listening address. */
public final class HttpListening implements Accepted {
  private static final WorkerKey<RequestReader.Parsers> PARSERS = WorkerKey.of("request parsers");

  private final ListenSocket socket;

  /** Connections at this socket are served with the servers of the address that they came to. */
  public HttpListening(ListenSocket socket) {
    this.socket = socket;
  }

  @Override
  public void accepted(Worker worker, Channel channel) {
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    if (worker.transport() != Transport.IO_URING) {
      channel.config().setOption(ChannelOption.RECVBUF_ALLOCATOR, ReceiveBuffers.of(worker));
    }
    AddressConf address =
        socket.isSingle() ? socket.own() : socket.addressFor(channel.localAddress());
    RequestReader.Parsers parsers = worker.attachment(PARSERS, RequestReader.Parsers::new);
    HttpConnection connection = new HttpConnection(worker, channel, address, parsers);
    channel.pipeline().addLast(new ConnectionHandler(connection, worker));
  }
}
