package io.perigee.http.upstream;

import java.net.SocketAddress;
import java.util.List;

/**
 * A {@code server} line of a group: its name, the addresses that it stands for, and how it is used.
 *
 * @param name as configured, with its port
 * @param addresses at least one
 * @param weight its share among the servers
 * @param maxConnections how many at a time, 0 for no limit
 * @param maxFails failures after which it is left alone, 0 for never
 * @param failTimeoutSeconds how long it is left alone, and within which failures count
 * @param backup used only when no other one is left
 * @param down never used
 */
public record UpstreamServer(
    String name,
    List<SocketAddress> addresses,
    int weight,
    int maxConnections,
    int maxFails,
    long failTimeoutSeconds,
    boolean backup,
    boolean down) {

  /** A server with the usual parameters, as one that {@code proxy_pass} names itself. */
  public static UpstreamServer usual(String name, List<SocketAddress> addresses) {
    return new UpstreamServer(name, addresses, 1, 0, 1, 10, false, false);
  }
}
