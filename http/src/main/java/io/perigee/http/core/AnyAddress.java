package io.perigee.http.core;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The addresses that stand for all addresses of the machine. */
final class AnyAddress {
  static final InetAddress IPV4 = of(4);
  static final InetAddress IPV6 = of(16);

  private AnyAddress() {}

  private static InetAddress of(int length) {
    try {
      return InetAddress.getByAddress(new byte[length]);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
