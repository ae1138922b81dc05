package io.perigee.core.net;

/**
 * How a listening socket is set up: the parameters of nginx's {@code listen} that concern the
 * socket. Sizes and counts are -1 where the system's default holds.
 */
public record ListenOptions(
    int backlog,
    int receiveBuffer,
    int sendBuffer,
    int fastopen,
    boolean ipv6only,
    boolean reuseport,
    boolean deferred,
    KeepAlive keepAlive) {

  /** TCP keep-alive: left alone, off, or on with times in seconds (0: the system's). */
  public record KeepAlive(boolean set, boolean on, int idle, int interval, int count) {
    /** The system's default. */
    public static final KeepAlive UNSET = new KeepAlive(false, false, 0, 0, 0);
  }

  /** nginx's defaults. */
  public static final ListenOptions STANDARD =
      new ListenOptions(511, -1, -1, -1, true, false, false, KeepAlive.UNSET);
}
