package io.perigee.core.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.Socket;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** An accepted connection as a channel of Netty's, on any transport. */
final class ChannelClient extends ClientSocket {
  private final Worker worker;
  private final Channel channel;
  private boolean inputOver;

  ChannelClient(Worker worker, Channel channel) {
    this.worker = worker;
    this.channel = channel;
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    if (worker.transport() != Transport.IO_URING) {
      channel.config().setOption(ChannelOption.RECVBUF_ALLOCATOR, ReceiveBuffers.of(worker));
    }
  }

  @Override
  void open() {
    register();
    events().opened();
  }

  /** Takes a connection over that was opened before, and whose input is over or not. */
  void takeOver(ClientEvents owner, boolean ended) {
    events(owner);
    inputOver = ended;
    register();
  }

  private void register() {
    channel.pipeline().addLast(new Receiving());
    var _ = worker.eventLoop().register(channel);
  }

  Channel channel() {
    return channel;
  }

  @Override
  public Output output(Output.Events owner) {
    return new Output(owner, worker, new ChannelWay(channel));
  }

  @Override
  public @Nullable SocketAddress remoteAddress() {
    return channel.remoteAddress();
  }

  @Override
  public @Nullable SocketAddress localAddress() {
    return channel.localAddress();
  }

  @Override
  public boolean isOpen() {
    return channel.isActive();
  }

  @Override
  public void pauseReading() {
    channel.config().setAutoRead(false);
  }

  @Override
  public void resumeReading() {
    if (!channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void shutdownOutput() {
    if (channel instanceof DuplexChannel duplex && channel.isActive()) {
      var _ = duplex.shutdownOutput();
    }
  }

  @Override
  public void close() {
    if (channel.isRegistered()) {
      var _ = channel.close();
    } else {
      channel.unsafe().closeForcibly();
    }
  }

  @Override
  public void reset() {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    close();
  }

  @Override
  public @Nullable TcpInfo tcpInfo() {
    Socket socket = Channels.socketOf(channel);
    return socket != null && channel.isOpen() ? TcpInfo.of(socket) : null;
  }

  /** What Netty tells of the way in. */
  private final class Receiving extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      try {
        event(() -> events().received(bytes));
      } finally {
        bytes.release();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE && !inputOver) {
        inputOver = true;
        event(() -> events().inputEnded());
      }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      event(ChannelClient.this::tellClosed);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (cause instanceof IOException broken) {
        inputOver = true;
        event(() -> events().inputFailed(broken));
      } else {
        worker.unexpected(cause);
        close();
      }
    }
  }

  private void event(Runnable work) {
    worker.begin();
    try {
      work.run();
    } catch (RuntimeException | Error problem) {
      worker.unexpected(problem);
      close();
    } finally {
      worker.end();
    }
  }
}
