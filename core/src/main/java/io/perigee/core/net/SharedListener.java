package io.perigee.core.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A listening socket with a thread of its own that hands connections to the workers in turn, for
 * transports that cannot watch one socket from several loops.
 */
final class SharedListener implements Listener {
  private record Target(Worker worker, Accepted accepted) {}

  private final ListenAddress address;
  private final MultiThreadIoEventLoopGroup loop;
  private final Channel channel;
  private final CopyOnWriteArrayList<Target> targets = new CopyOnWriteArrayList<>();
  private final ArrayDeque<Channel> waiting = new ArrayDeque<>();
  private int next;

  SharedListener(ListenAddress address, ListenOptions options, Transport transport)
      throws IOException {
    this.address = address;
    this.loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("acceptor", true), transport.handlers());
    this.channel = channelFor(transport, address);
    channel.config().setOption(ChannelOption.SO_BACKLOG, options.backlog());
    channel.config().setOption(ChannelOption.AUTO_READ, false);
    if (!address.isUnix()) {
      channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
    }
    channel.pipeline().addLast(new HandOver());
    try {
      await(loop.register(channel));
      await(channel.bind(bindAddress(transport)));
    } catch (IOException failed) {
      var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw ListenError.of("bind()", address, failed);
    }
  }

  private SocketAddress bindAddress(Transport transport) {
    String path = address.path();
    return path != null && transport == Transport.IO_URING
        ? new DomainSocketAddress(path)
        : address.socketAddress();
  }

  private static void await(ChannelFuture future) throws IOException {
    Throwable cause = future.awaitUninterruptibly().cause();
    if (cause != null) {
      throw cause instanceof IOException failed ? failed : new IOException(cause);
    }
  }

  private static Channel channelFor(Transport transport, ListenAddress address) {
    if (transport == Transport.IO_URING) {
      return address.isUnix()
          ? new IoUringServerDomainSocketChannel()
          : new IoUringServerSocketChannel();
    }
    return address.isUnix() ? new NioServerDomainSocketChannel() : new NioServerSocketChannel();
  }

  /** Runs on the acceptor's thread. */
  private final class HandOver extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      waiting.add((Channel) message);
      handOver();
    }
  }

  /** Runs on the acceptor's thread; while no worker accepts, connections wait. */
  private void handOver() {
    Object[] now = targets.toArray();
    while (now.length > 0 && !waiting.isEmpty()) {
      Channel accepted = waiting.removeFirst();
      Target target = (Target) now[Math.floorMod(next++, now.length)];
      target.worker().eventLoop().execute(() -> start(target, accepted));
    }
  }

  private static void start(Target target, Channel accepted) {
    Opening.start(target.worker(), target.accepted(), new ChannelClient(target.worker(), accepted));
  }

  @Override
  public ListenAddress address() {
    return address;
  }

  @Override
  public SocketAddress boundAddress() {
    return channel.localAddress();
  }

  @Override
  public void accept(Worker worker, Accepted accepted) {
    targets.add(new Target(worker, accepted));
    channel.config().setAutoRead(true);
    loop.execute(this::handOver);
  }

  @Override
  public void stop(Worker worker) {
    targets.removeIf(target -> target.worker() == worker);
    if (targets.isEmpty()) {
      channel.config().setAutoRead(false);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close().awaitUninterruptibly();
    var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    String path = address.path();
    if (path != null) {
      Files.deleteIfExists(Path.of(path));
    }
  }
}
