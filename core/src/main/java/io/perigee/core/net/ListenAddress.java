package io.perigee.core.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
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

  @Override
  public String toString() {
    return text();
  }
}
