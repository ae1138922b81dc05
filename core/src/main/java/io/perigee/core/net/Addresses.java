package io.perigee.core.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** Texts of network addresses in nginx's form. */
public final class Addresses {
  private Addresses() {}

  /** {@code 127.0.0.1} or {@code [::1]}, as nginx writes an address before a port. */
  public static String text(InetAddress address) {
    return address instanceof Inet6Address ? "[" + plain(address) + "]" : plain(address);
  }

  /** {@code 127.0.0.1:80}, {@code [::1]:80} or {@code unix:/path}. */
  public static String text(SocketAddress address) {
    if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
      return text(inet.getAddress()) + ":" + inet.getPort();
    }
    return address instanceof UnixDomainSocketAddress unix
        ? "unix:" + unix.getPath()
        : String.valueOf(address);
  }

  /** {@code 127.0.0.1} or {@code ::1}, as nginx writes an address alone. */
  public static String plain(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return (bytes[0] & 0xff)
          + "."
          + (bytes[1] & 0xff)
          + "."
          + (bytes[2] & 0xff)
          + "."
          + (bytes[3] & 0xff);
    }
    return plain6(bytes);
  }

  private static String plain6(byte[] bytes) {
    int bestStart = -1;
    int bestLength = 1;
    int start = -1;
    for (int i = 0; i <= 8; i++) {
      boolean zero = i < 8 && group(bytes, i) == 0;
      if (zero && start < 0) {
        start = i;
      } else if (!zero && start >= 0) {
        if (i - start > bestLength) {
          bestStart = start;
          bestLength = i - start;
        }
        start = -1;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == bestStart) {
        text.append("::");
        i += bestLength - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(group(bytes, i)));
    }
    return text.toString();
  }

  private static int group(byte[] bytes, int index) {
    return (bytes[2 * index] & 0xff) << 8 | (bytes[2 * index + 1] & 0xff);
  }
}
