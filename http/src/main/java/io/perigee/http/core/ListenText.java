package io.perigee.http.core;

import io.perigee.conf.value.Quantities;
import io.perigee.core.net.ListenAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The address of a listen directive; nginx's {@code ngx_parse_url} with its error texts. */
final class ListenText {
  /** A text that is no address. */
  static final class Invalid extends Exception {
    Invalid(String message) {
      super(message, null, false, false);
    }
  }

  private static final int LONGEST_UNIX_PATH = 107;

  private ListenText() {}

  /** All IPv4 addresses of the machine. */
  static ListenAddress any(int port) {
    try {
      return ListenAddress.ip(InetAddress.getByAddress(new byte[4]), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<ListenAddress> addresses(String text, int defaultPort) throws Invalid {
    if (text.regionMatches(true, 0, "unix:", 0, 5)) {
      return List.of(unix(text.substring(5)));
    }
    if (text.startsWith("[")) {
      return ipv6(text, defaultPort);
    }
    int colon = text.indexOf(':');
    if (colon < 0 && Quantities.decimal(rangeStart(text)) >= 0) {
      return onAll("*", text);
    }
    String host = colon < 0 ? text : text.substring(0, colon);
    if (host.isEmpty()) {
      throw new Invalid("no host");
    }
    return onAll(host, colon < 0 ? String.valueOf(defaultPort) : text.substring(colon + 1));
  }

  private static String rangeStart(String text) {
    int dash = text.indexOf('-');
    return dash < 0 ? text : text.substring(0, dash);
  }

  private static ListenAddress unix(String path) throws Invalid {
    if (path.isEmpty()) {
      throw new Invalid("no path in the unix domain socket");
    }
    if (path.length() > LONGEST_UNIX_PATH) {
      throw new Invalid("too long path in the unix domain socket");
    }
    byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
    return ListenAddress.unix(new String(bytes, StandardCharsets.UTF_8));
  }

  private static List<ListenAddress> ipv6(String text, int defaultPort) throws Invalid {
    int close = text.indexOf(']');
    if (close < 2) {
      throw new Invalid("invalid host");
    }
    String rest = text.substring(close + 1);
    if (!rest.isEmpty() && (rest.charAt(0) != ':' || rest.length() == 1)) {
      throw new Invalid("invalid port");
    }
    String inside = text.substring(1, close);
    if (!inside.matches("[0-9a-fA-F:.]+") || inside.indexOf(':') < 0) {
      throw new Invalid("invalid IPv6 address");
    }
    return onAll(
        text.substring(0, close + 1), rest.isEmpty() ? "" + defaultPort : rest.substring(1));
  }

  /** Each address of a host with each port of a range. */
  private static List<ListenAddress> onAll(String host, String ports) throws Invalid {
    String first = rangeStart(ports);
    int low = port(first);
    int high = first.length() == ports.length() ? low : port(ports.substring(first.length() + 1));
    if (high < low) {
      throw new Invalid("invalid port range");
    }
    List<ListenAddress> result = new ArrayList<>();
    for (InetAddress address : resolve(host)) {
      for (int port = low; port <= high; port++) {
        result.add(ListenAddress.ip(address, port));
      }
    }
    return result;
  }

  private static int port(String text) throws Invalid {
    long port = Quantities.decimal(text);
    if (port < 1 || port > 65535) {
      throw new Invalid("invalid port");
    }
    return (int) port;
  }

  private static List<InetAddress> resolve(String host) throws Invalid {
    if (host.equals("*")) {
      return List.of(bytes(new byte[4]));
    }
    try {
      if (host.startsWith("[")) {
        String plain = host.substring(1, host.length() - 1);
        InetAddress address = InetAddress.getByName(plain);
        return List.of(address);
      }
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      throw new Invalid(host.startsWith("[") ? "invalid IPv6 address" : "host not found");
    }
  }

  private static InetAddress bytes(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
