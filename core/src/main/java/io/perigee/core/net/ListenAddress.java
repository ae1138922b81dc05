package io.perigee.core.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An address to listen on: an IP address with a port, or the path of a unix socket. Two of them are
 * equal if they name the same socket.
 */
public record ListenAddress(@Nullable InetAddress address, int port, @Nullable String path) {
  /** An IP address and port. */
  public static ListenAddress ip(InetAddress address, int port) {
    return new ListenAddress(address, port, null);
  }

  /** A unix socket. */
  public static ListenAddress unix(String path) {
    return new ListenAddress(null, 0, path);
  }

  /** Whether it is a unix socket. */
  public boolean isUnix() {
    return path != null;
  }

  /** The address in the JDK's form. */
  public SocketAddress socketAddress() {
    String unix = path;
    return unix == null ? new InetSocketAddress(address, port) : UnixDomainSocketAddress.of(unix);
  }

  /** nginx's text: {@code 127.0.0.1:80}, {@code [::1]:80}, {@code unix:/path}. */
  public String text() {
    InetAddress ip = address;
    if (ip == null) {
      return "unix:" + path;
    }
    return Addresses.text(ip) + ":" + port;
  }

  // The two that a record gets by itself are linked at the first call, which a start would wait
  // for.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ListenAddress that
        && port == that.port
        && Objects.equals(address, that.address)
        && Objects.equals(path, that.path);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Objects.hashCode(address) + port) + Objects.hashCode(path);
  }

  @Override
  public String toString() {
    return text();
  }
}
