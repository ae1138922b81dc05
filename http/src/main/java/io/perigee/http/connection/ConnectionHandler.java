package io.perigee.http.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.perigee.core.worker.Worker;
import java.io.IOException;

/** Tells a connection what happens on its channel; each call is an event of the worker. */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
  private final HttpConnection connection;
  private final Worker worker;

  ConnectionHandler(HttpConnection connection, Worker worker) {
    this.connection = connection;
    this.worker = worker;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    worker.connectionOpened(connection);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    worker.connectionClosed(connection);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    connection.opened();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    worker.begin();
    try {
      connection.received(bytes);
    } catch (RuntimeException | Error problem) {
      worker.unexpected(problem);
      connection.close();
    } finally {
      bytes.release();
      worker.end();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      connection.event(connection::clientEnded);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connection.event(connection::broken);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      connection.event(connection::reset);
    } else {
      worker.unexpected(cause);
      connection.event(connection::close);
    }
  }
}
