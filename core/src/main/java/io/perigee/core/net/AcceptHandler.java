package io.perigee.core.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.perigee.core.log.Level;
import io.perigee.core.worker.Worker;
import java.util.concurrent.TimeUnit;

/** Gives accepted connections to the worker that accepted them. */
final class AcceptHandler extends ChannelInboundHandlerAdapter {
  private static final long PAUSE_MILLIS = 500;

  private final Worker worker;
  private final Accepted accepted;

  AcceptHandler(Worker worker, Accepted accepted) {
    this.worker = worker;
    this.accepted = accepted;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    start(worker, accepted, (Channel) message);
  }

  static void start(Worker worker, Accepted accepted, Channel channel) {
    worker.begin();
    try {
      accepted.accepted(worker, channel);
      var _ = worker.eventLoop().register(channel);
    } catch (RuntimeException problem) {
      channel.unsafe().closeForcibly();
      worker.unexpected(problem);
    } finally {
      worker.end();
    }
  }

  /** Out of descriptors: accepting rests for a while, as nginx's does. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    worker.log().log(Level.CRIT, "accept4() failed (" + cause.getMessage() + ")");
    Channel view = context.channel();
    view.config().setAutoRead(false);
    var _ =
        context
            .executor()
            .schedule(() -> view.config().setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
