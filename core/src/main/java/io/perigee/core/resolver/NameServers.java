package io.perigee.core.resolver;

import io.netty.util.NetUtil;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.value.Quantities;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of a {@code resolver} directive: whom to ask and how. Two of them are the same only if
 * they are the same object, as each directive has a cache of its own.
 */
public final class NameServers {
  private static final int DNS_PORT = 53;
  private static final int MAX_PORT = 65535;

  private final List<InetSocketAddress> servers = new ArrayList<>();
  private long validSeconds;
  private boolean ipv4 = true;
  private boolean ipv6 = true;

  private NameServers() {}

  /** Name servers with everything else as it is by default. */
  static NameServers of(InetSocketAddress... addresses) {
    NameServers result = new NameServers();
    result.servers.addAll(List.of(addresses));
    return result;
  }

  /** Reads the arguments of the directive; refuses with nginx's texts. */
  public static NameServers parse(Directive d) {
    NameServers result = new NameServers();
    for (String arg : d.args()) {
      result.argument(d, arg);
    }
    if (!result.ipv4 && !result.ipv6) {
      throw d.error("\"ipv4\" and \"ipv6\" cannot both be \"off\"");
    }
    if (result.servers.isEmpty()) {
      throw d.error("no name servers defined");
    }
    return result;
  }

  private void argument(Directive d, String arg) {
    if (arg.startsWith("valid=")) {
      validSeconds = Quantities.seconds(arg.substring(6));
      if (validSeconds == Quantities.INVALID) {
        throw d.error("invalid parameter: " + arg);
      }
    } else if (arg.startsWith("ipv4=")) {
      ipv4 = flag(d, arg);
    } else if (arg.startsWith("ipv6=")) {
      ipv6 = flag(d, arg);
    } else if (!arg.startsWith("status_zone=")) {
      addServer(d, arg);
    } else if (arg.length() == "status_zone=".length()) {
      throw d.error("invalid parameter: " + arg);
    }
  }

  private static boolean flag(Directive d, String arg) {
    return switch (arg.substring(5)) {
      case "on" -> true;
      case "off" -> false;
      default -> throw d.error("invalid parameter: " + arg);
    };
  }

  private void addServer(Directive d, String text) {
    int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
    int colon = text.indexOf(':', bracket + 1);
    String host = colon < 0 ? text : text.substring(0, colon);
    if (text.startsWith("[") && (bracket < 0 || host.length() != bracket + 1)) {
      throw refused(d, "invalid host", text);
    }
    int port = DNS_PORT;
    if (colon >= 0) {
      long number = Quantities.decimal(text.substring(colon + 1));
      if (number < 1 || number > MAX_PORT) {
        throw refused(d, "invalid port", text);
      }
      port = (int) number;
    }
    if (host.isEmpty()) {
      throw refused(d, "no host", text);
    }
    for (InetAddress address : addressesOf(d, host, text)) {
      servers.add(new InetSocketAddress(address, port));
    }
  }

  /** A name server may be given by name; the system resolves it when the configuration is read. */
  private static InetAddress[] addressesOf(Directive d, String host, String text) {
    if (host.startsWith("[")) {
      InetAddress literal = literal(host.substring(1, host.length() - 1));
      if (literal == null) {
        throw refused(d, "invalid IPv6 address", text);
      }
      return new InetAddress[] {literal};
    }
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw refused(d, "host not found", text);
    }
  }

  private static RuntimeException refused(Directive d, String why, String text) {
    return d.error(why + " in resolver \"" + text + "\"");
  }

  /** The address that a text is the numeric form of, or null if it is a name. */
  public static @Nullable InetAddress literal(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    if (bytes == null) {
      return null;
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The servers in the order of the text. */
  List<InetSocketAddress> servers() {
    return servers;
  }

  /** How long answers are kept; 0 for as long as they say themselves. */
  long validSeconds() {
    return validSeconds;
  }

  /** Whether to ask for addresses of this family. */
  boolean ipv4() {
    return ipv4;
  }

  /** Whether to ask for addresses of this family. */
  boolean ipv6() {
    return ipv6;
  }
}
