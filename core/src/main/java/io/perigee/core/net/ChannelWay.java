package io.perigee.core.net;

import io.netty.channel.Channel;
import io.netty.channel.unix.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The way out through a channel.
 *
 * @param channel the channel
 * @param direct the system's socket, null where bytes must go through the channel's handlers
 */
record ChannelWay(Channel channel, @Nullable Socket direct) implements Output.Way {
  ChannelWay(Channel channel) {
    this(channel, Channels.socketOf(channel));
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }
}
