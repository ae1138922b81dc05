package io.perigee.core.net;

import io.netty.channel.Channel;
import io.perigee.core.worker.Worker;

/** What a subsystem does with a connection that was accepted; called on the worker's thread. */
@FunctionalInterface
public interface Accepted {
  /** Puts the subsystem's handler into the pipeline of a connection, before it is registered. */
  void accepted(Worker worker, Channel channel);
}
