package io.perigee.ngx.socket;

import io.perigee.conf.value.Quantities;
import io.perigee.core.resolver.NameServers;
import io.perigee.lua.value.LuaString;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a socket is to connect to: a host and port, or the path of a unix socket.
 *
 * @param host a name or address as given, or {@code unix:PATH}
 * @param port the port, or -1 for a unix socket
 */
record Target(LuaString host, int port) {
  private static final String UNIX = "unix:";
  private static final int MAX_PORT = 65535;
  private static final int LONGEST_PATH = 107;

  static boolean isUnix(LuaString host) {
    return host.length() >= UNIX.length()
        && host.substring(0, UNIX.length()).toString().equalsIgnoreCase(UNIX);
  }

  static Target unix(LuaString host) {
    return new Target(host, -1);
  }

  /** The name of the pool for connections to this place. */
  LuaString key() {
    if (port < 0) {
      return host;
    }
    byte[] name = host.bytes();
    byte[] number = Integer.toString(port).getBytes(StandardCharsets.ISO_8859_1);
    byte[] key = new byte[name.length + 1 + number.length];
    System.arraycopy(name, 0, key, 0, name.length);
    key[name.length] = ':';
    System.arraycopy(number, 0, key, name.length + 1, number.length);
    return LuaString.wrap(key);
  }

  /** Why the host cannot be used, as nginx says it, or null if it can. */
  @Nullable String problem() {
    if (port < 0) {
      int length = host.length() - UNIX.length();
      if (length == 0) {
        return "no path in the unix domain socket";
      }
      return length > LONGEST_PATH ? "too long path in the unix domain socket" : null;
    }
    if (host.length() == 0) {
      return "no host";
    }
    String text = host.toString();
    if (literal(text) != null) {
      return null;
    }
    if (text.startsWith("[")) {
      return text.endsWith("]") ? "invalid IPv6 address" : "invalid host";
    }
    int colon = text.indexOf(':');
    if (colon == 0) {
      return "no host";
    }
    if (colon < 0) {
      return null;
    }
    long own = Quantities.decimal(text.substring(colon + 1));
    return own < 1 || own > MAX_PORT ? "invalid port" : null;
  }

  /** The address, if no name has to be resolved for it. */
  @Nullable SocketAddress address() {
    String text = host.toString();
    if (port < 0) {
      byte[] path = text.substring(UNIX.length()).getBytes(StandardCharsets.ISO_8859_1);
      return UnixDomainSocketAddress.of(new String(path, StandardCharsets.UTF_8));
    }
    InetAddress literal = literal(text);
    if (literal == null && text.indexOf(':') > 0) {
      literal = NameServers.literal(name());
    }
    return literal == null ? null : with(literal);
  }

  /** The name to resolve. A host may have a port of its own. */
  String name() {
    String text = host.toString();
    int colon = text.indexOf(':');
    return colon < 0 ? text : text.substring(0, colon);
  }

  /** An address of the host, with the port. */
  SocketAddress with(InetAddress address) {
    String text = host.toString();
    int colon = literal(text) == null ? text.indexOf(':') : -1;
    return new InetSocketAddress(
        address, colon < 0 ? port : (int) Quantities.decimal(text.substring(colon + 1)));
  }

  private static @Nullable InetAddress literal(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    return NameServers.literal(bracketed ? text.substring(1, text.length() - 1) : text);
  }
}
