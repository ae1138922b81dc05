package io.perigee.http.upstream;

import io.perigee.conf.directive.Directive;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host with an optional port, or the path of a unix socket, as they stand behind a scheme and in
 * {@code server} lines (nginx's {@code ngx_parse_url}).
 *
 * @param host the name or address without port; an IPv6 address has its brackets
 * @param port the port, 0 where none is given
 * @param unixPath the path of a unix socket, or null
 * @param rest what follows: a path that begins with a slash or a question mark, or nothing
 */
public record PeerAddresses(String host, int port, @Nullable String unixPath, String rest) {
  private static final int MAX_PORT = 65535;

  /** A text that is no such address; the message is nginx's. */
  public static final class Malformed extends Exception {
    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  /** Takes a text apart; where a path may follow, it is {@link #rest}. */
  public static PeerAddresses parse(String text, boolean pathMayFollow) throws Malformed {
    if (text.regionMatches(true, 0, "unix:", 0, 5)) {
      return unix(text.substring(5), pathMayFollow);
    }
    int end = text.length();
    for (int i = 0; i < text.length(); i++) {
      char ch = text.charAt(i);
      if (ch == '/' || ch == '?' || ch == '#') {
        end = i;
        break;
      }
    }
    if (end < text.length() && !pathMayFollow) {
      throw new Malformed("invalid host");
    }
    String authority = text.substring(0, end);
    String rest = text.substring(end);
    int from = authority.startsWith("[") ? authority.indexOf(']') : 0;
    if (from < 0) {
      throw new Malformed("invalid host");
    }
    int colon = authority.indexOf(':', from);
    if (colon < 0) {
      return named(authority, 0, rest);
    }
    return named(authority.substring(0, colon), port(authority.substring(colon + 1)), rest);
  }

  private static PeerAddresses named(String host, int port, String rest) throws Malformed {
    if (host.isEmpty()) {
      throw new Malformed("no host");
    }
    return new PeerAddresses(host, port, null, rest);
  }

  private static PeerAddresses unix(String text, boolean pathMayFollow) throws Malformed {
    int end = pathMayFollow ? text.indexOf(':') : -1;
    String path = end < 0 ? text : text.substring(0, end);
    if (path.isEmpty()) {
      throw new Malformed("no path in the unix domain socket");
    }
    return new PeerAddresses("unix:" + path, 0, path, end < 0 ? "" : text.substring(end + 1));
  }

  private static int port(String text) throws Malformed {
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || port > MAX_PORT) {
        throw new Malformed("invalid port");
      }
      port = port * 10 + digit;
    }
    if (port < 1 || port > MAX_PORT) {
      throw new Malformed("invalid port");
    }
    return port;
  }

  /** The name with its port, or the unix socket: how a group of this one server is called. */
  public String nameWithPort(int usualPort) {
    return unixPath != null ? host : host + ":" + (port == 0 ? usualPort : port);
  }

  /** The addresses, found by the system's resolver; empty for a name that is not known. */
  public List<SocketAddress> resolve(int usualPort) {
    if (unixPath != null) {
      return List.of(UnixDomainSocketAddress.of(unixPath));
    }
    int at = port == 0 ? usualPort : port;
    try {
      List<SocketAddress> found = new ArrayList<>();
      for (InetAddress address : InetAddress.getAllByName(host)) {
        found.add(new InetSocketAddress(address, at));
      }
      return found;
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  /** As {@link #resolve}; a name that is not known is an error of the directive. */
  List<SocketAddress> resolve(Directive d, int usualPort) {
    List<SocketAddress> found = resolve(usualPort);
    if (found.isEmpty()) {
      throw d.error("host not found in upstream \"" + d.arg(0) + "\"");
    }
    return found;
  }

  /** Whether it is an address already, so that nothing must be looked up. */
  public boolean isLiteral() {
    return unixPath != null || literal(host, 1) != null;
  }

  /** An IP address with an optional port; null for any other text. */
  static @Nullable InetSocketAddress literal(String text, int usualPort) {
    PeerAddresses parts;
    try {
      parts =
          parse(
              text.indexOf(':') >= 0
                      && !text.startsWith("[")
                      && text.indexOf(':') != text.lastIndexOf(':')
                  ? "[" + text + "]"
                  : text,
              false);
    } catch (Malformed e) {
      return null;
    }
    String host = parts.host;
    boolean six = host.startsWith("[");
    for (int i = 0; i < host.length(); i++) {
      char ch = host.charAt(i);
      if (!six && (ch < '0' || ch > '9') && ch != '.') {
        return null;
      }
    }
    try {
      InetAddress address =
          InetAddress.ofLiteral(six ? host.substring(1, host.length() - 1) : host);
      return new InetSocketAddress(address, parts.port == 0 ? usualPort : parts.port);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
