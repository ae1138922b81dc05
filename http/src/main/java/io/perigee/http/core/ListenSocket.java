package io.perigee.http.core;

import io.perigee.core.net.ListenAddress;
import io.perigee.core.net.ListenOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A socket to open. One on all addresses of the machine also takes the connections for single
 * addresses of its port, unless those ask for a socket of their own ({@code bind}).
 */
public final class ListenSocket {
  private final AddressConf own;
  private final List<AddressConf> others;

  ListenSocket(AddressConf own, List<AddressConf> others) {
    this.own = own;
    this.others = List.copyOf(others);
  }

  /** Where to listen. */
  public ListenAddress address() {
    return own.address();
  }

  /** How the socket is set up. */
  public ListenOptions options() {
    return own.options();
  }

  /** The servers for a connection, by the address that the client has connected to. */
  public AddressConf addressFor(@Nullable SocketAddress local) {
    if (!others.isEmpty() && local instanceof InetSocketAddress inet) {
      InetAddress ip = inet.getAddress();
      for (AddressConf other : others) {
        if (ip.equals(other.address().address())) {
          return other;
        }
      }
    }
    return own;
  }

  /** Whether the servers are the same for each connection. */
  public boolean isSingle() {
    return others.isEmpty();
  }

  /** The servers of the address that the socket is bound to. */
  public AddressConf own() {
    return own;
  }
}
