package io.perigee.http.connection;

import io.perigee.http.core.ServerConf;
import io.perigee.http.request.Request;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The host that a connection's last request named: clients rarely name another one, so check and
 * search are done once. Servers found by an expression are searched each time, for its groups.
 */
final class LastHost {
  private byte @Nullable [] sent;
  private byte @Nullable [] name;
  private @Nullable ServerConf server;

  /** Gives the request name and server of the last one if it sent the same text. */
  boolean takes(Request r, byte[] bytes, int start, int end) {
    byte[] last = sent;
    byte[] host = name;
    ServerConf found = server;
    if (last == null
        || host == null
        || found == null
        || r.host() != null
        || !Arrays.equals(last, 0, last.length, bytes, start, end)) {
      return false;
    }
    r.host(host);
    if (found != r.server()) {
      r.server(found);
    }
    return true;
  }

  void keep(Request r, byte[] bytes, int start, int end) {
    boolean again = r.captures() == null;
    sent = again ? Arrays.copyOfRange(bytes, start, end) : null;
    name = r.host();
    server = r.server();
  }
}
