package io.perigee.http.upstream;

import io.perigee.conf.directive.Directive;
import io.perigee.conf.value.Quantities;
import java.net.SocketAddress;
import java.util.List;

/** Reads {@code server} lines of an {@code upstream} block. */
final class UpstreamServers {
  private static final int HTTP_PORT = 80;
  private static final long SMALLEST_ZONE = 8 * 4096;

  private int weight = 1;
  private int maxConnections;
  private int maxFails = 1;
  private long failTimeout = 10;
  private boolean backup;
  private boolean down;

  private UpstreamServers() {}

  static void parse(Directive d) {
    UpstreamServers parameters = new UpstreamServers();
    for (int i = 1; i < d.count(); i++) {
      parameters.read(d, d.arg(i));
    }
    PeerAddresses url;
    try {
      url = PeerAddresses.parse(d.arg(0), false);
    } catch (PeerAddresses.Malformed e) {
      throw d.error(e.getMessage() + " in upstream \"" + d.arg(0) + "\"");
    }
    List<SocketAddress> addresses = url.resolve(d, HTTP_PORT);
    UpstreamGroup.of(d)
        .add(
            new UpstreamServer(
                d.arg(0),
                addresses,
                parameters.weight,
                parameters.maxConnections,
                parameters.maxFails,
                parameters.failTimeout,
                parameters.backup,
                parameters.down));
  }

  private void read(Directive d, String text) {
    if (text.startsWith("weight=")) {
      weight = number(d, text);
      if (weight == 0) {
        throw d.invalidParameter(text);
      }
    } else if (text.startsWith("max_conns=")) {
      maxConnections = number(d, text);
    } else if (text.startsWith("max_fails=")) {
      maxFails = number(d, text);
    } else if (text.startsWith("fail_timeout=")) {
      failTimeout = Quantities.seconds(text.substring("fail_timeout=".length()));
      if (failTimeout < 0) {
        throw d.invalidParameter(text);
      }
    } else if (text.equals("backup")) {
      backup = true;
    } else if (text.equals("down")) {
      down = true;
    } else {
      throw d.invalidParameter(text);
    }
  }

  private static int number(Directive d, String text) {
    long value = Quantities.decimal(text.substring(text.indexOf('=') + 1));
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw d.invalidParameter(text);
    }
    return (int) value;
  }

  /** Each worker knows its own peers; a zone that nginx would share them in is only checked. */
  static void zone(Directive d) {
    if (d.arg(0).isEmpty()) {
      throw d.error("invalid zone name \"" + d.arg(0) + "\"");
    }
    if (d.count() == 2) {
      long size = Quantities.size(d.arg(1));
      if (size < 0) {
        throw d.error("invalid zone size \"" + d.arg(1) + "\"");
      }
      if (size < SMALLEST_ZONE) {
        throw d.error("zone \"" + d.arg(0) + "\" is too small");
      }
    }
  }
}
