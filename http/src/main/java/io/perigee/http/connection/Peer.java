package io.perigee.http.connection;

import io.perigee.core.net.Addresses;
import io.perigee.core.text.Ascii;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** One end of a connection: address in binary and text form, and port. */
public record Peer(@Nullable InetAddress address, int port, byte[] text) {
  private static final byte[] UNIX = Ascii.latin1("unix:");

  /** The end that a socket address names; a unix socket has only a text. */
  public static Peer of(@Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
      return of(inet.getAddress(), inet.getPort());
    }
    return new Peer(null, 0, UNIX);
  }

  /** The address in network order, 4 or 16 bytes; "unix:" for a unix socket. */
  public byte[] binary() {
    InetAddress ip = address;
    return ip == null ? UNIX : ip.getAddress();
  }

  /** An IP address and port. */
  public static Peer of(InetAddress address, int port) {
    return new Peer(address, port, Ascii.latin1(Addresses.plain(address)));
  }
}
