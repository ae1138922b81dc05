package io.perigee.http.connection;

import io.perigee.core.net.Addresses;
import io.perigee.core.text.Ascii;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** One end of a connection: address in binary and text form, and port. */
public final class Peer {
  private static final byte[] UNIX = Ascii.latin1("unix:");

  private final @Nullable InetAddress address;
  private final int port;
  private final byte[] text;

  private Peer(@Nullable InetAddress address, int port, byte[] text) {
    this.address = address;
    this.port = port;
    this.text = text;
  }

  /** The IP address, or null for a unix socket. */
  public @Nullable InetAddress address() {
    return address;
  }

  /** The port, 0 for a unix socket. */
  public int port() {
    return port;
  }

  /** The address as text; shared, not to be changed. */
  public byte[] text() {
    return text;
  }

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
