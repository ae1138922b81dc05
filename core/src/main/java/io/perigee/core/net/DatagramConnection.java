package io.perigee.core.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.util.ReferenceCountUtil;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A datagram socket that a worker connects to one peer. On the worker's thread. */
public final class DatagramConnection {
  /** The longest datagram there is. */
  public static final int MAX_SIZE = 65536;

  /** Who is told what comes; on the worker's thread. */
  public interface Events {
    /** A datagram has come; what is not taken out of the buffer during the call is lost. */
    void received(ByteBuf datagram);

    /** Receiving failed. */
    void failed(SocketError error);
  }

  private final Worker worker;
  private final Events events;
  private final Channel channel;

  private DatagramConnection(Worker worker, Events events, Channel channel) {
    this.worker = worker;
    this.events = events;
    this.channel = channel;
  }

  /** What {@link #open} gives: one of the two is there. */
  public record Opened(@Nullable DatagramConnection connection, @Nullable SocketError error) {
    private static Opened failed(String call, @Nullable Throwable cause) {
      return new Opened(null, new SocketError(call, SystemError.of(cause)));
    }
  }

  /** Opens a socket, binds it if a local address is given, and connects it. */
  public static Opened open(
      Worker worker, SocketAddress address, @Nullable SocketAddress local, Events events) {
    Channel channel;
    try {
      channel = Channels.datagram(worker, address);
    } catch (ChannelException | UnsupportedOperationException failed) {
      return Opened.failed("socket()", failed);
    }
    DatagramConnection connection = new DatagramConnection(worker, events, channel);
    channel
        .config()
        .setOption(
            ChannelOption.RECVBUF_ALLOCATOR,
            worker.transport() == Transport.EPOLL
                ? ReceiveBuffers.of(worker)
                : new FixedRecvByteBufAllocator(MAX_SIZE));
    channel.pipeline().addLast(connection.new Receiving());
    var _ = worker.eventLoop().register(channel);
    SocketAddress own = local == null ? Channels.unnamed(address) : local;
    if (own != null) {
      ChannelFuture bound = channel.bind(Channels.form(worker.transport(), own));
      if (bound.cause() != null) {
        var _ = channel.close();
        return Opened.failed("bind(" + Addresses.text(own) + ")", bound.cause());
      }
    }
    ChannelFuture connected = channel.connect(Channels.form(worker.transport(), address));
    if (connected.cause() != null) {
      var _ = channel.close();
      return Opened.failed("connect()", connected.cause());
    }
    return new Opened(connection, null);
  }

  /** Sends one datagram; the error, or null if the system has taken it. */
  public @Nullable SocketError send(byte[] bytes, int size) {
    ChannelFuture sent = channel.writeAndFlush(Unpooled.copiedBuffer(bytes, 0, size));
    return sent.cause() == null ? null : new SocketError("send()", SystemError.of(sent.cause()));
  }

  /** Whether datagrams are received; else they stay with the system. */
  public void receiving(boolean on) {
    channel.config().setAutoRead(on);
  }

  /** Closes the socket; nothing is told any more. */
  public void close() {
    channel.pipeline().removeLast();
    var _ = channel.close();
  }

  private void event(Runnable work) {
    worker.begin();
    try {
      worker.runSafely(work);
    } finally {
      worker.end();
    }
  }

  private final class Receiving extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      try {
        if (message instanceof DatagramPacket packet) {
          event(() -> events.received(packet.content()));
        } else if (message instanceof DomainDatagramPacket packet) {
          event(() -> events.received(packet.content()));
        }
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      event(() -> events.failed(new SocketError("recv()", SystemError.of(cause))));
    }
  }
}
