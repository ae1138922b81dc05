package io.perigee.http.upstream;

import io.perigee.core.net.Addresses;
import io.perigee.core.text.Ascii;
import java.net.SocketAddress;

/**
 * One address that requests may be sent to, with what a worker knows of it (nginx's {@code
 * ngx_http_upstream_rr_peer_t}). Each worker has peers of its own.
 */
public final class Peer {
  private final SocketAddress address;
  private final byte[] name;
  private final UpstreamServer server;

  int currentWeight;
  int effectiveWeight;
  int connections;
  int failures;
  long accessedSeconds;
  long checkedSeconds;

  Peer(SocketAddress address, UpstreamServer server) {
    this.address = address;
    this.name = Ascii.latin1(Addresses.text(address));
    this.server = server;
    this.effectiveWeight = server.weight();
  }

  /** Where to connect to. */
  public SocketAddress address() {
    return address;
  }

  /** The address as {@code $upstream_addr} shows it; shared, not to be changed. */
  public byte[] name() {
    return name;
  }

  /** The line of the configuration that it comes from. */
  public UpstreamServer server() {
    return server;
  }

  /** Whether it may be asked now: it has not failed too often lately, and has a connection left. */
  boolean isAvailable(long nowSeconds) {
    int maxFails = server.maxFails();
    if (maxFails > 0
        && failures >= maxFails
        && nowSeconds - checkedSeconds <= server.failTimeoutSeconds()) {
      return false;
    }
    return server.maxConnections() == 0 || connections < server.maxConnections();
  }

  /** It was chosen. */
  void taken(long nowSeconds) {
    connections++;
    if (nowSeconds - checkedSeconds > server.failTimeoutSeconds()) {
      checkedSeconds = nowSeconds;
    }
  }

  /** It did not answer as it should; true if it is left alone from now on. */
  boolean failed(long nowSeconds) {
    failures++;
    accessedSeconds = nowSeconds;
    checkedSeconds = nowSeconds;
    int maxFails = server.maxFails();
    if (maxFails > 0) {
      effectiveWeight = Math.max(0, effectiveWeight - server.weight() / maxFails);
    }
    return maxFails > 0 && failures >= maxFails;
  }

  /** It answered after a time in which it was tried again. */
  void answered() {
    if (accessedSeconds < checkedSeconds) {
      failures = 0;
    }
  }
}
