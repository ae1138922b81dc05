package io.perigee.http.upstream;

import io.perigee.http.request.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code ip_hash}: the same peer for all clients of an IPv4 network of 24 bits, or of one IPv6
 * address, as long as that peer is alive (nginx's ip_hash module, with its numbers).
 */
final class IpHash extends RoundRobin {
  private static final int START = 89;
  private static final int FACTOR = 113;
  private static final int MODULUS = 6271;
  private static final int NETWORK_BYTES = 3;
  private static final int MAX_TRIES = 20;

  private final byte[] client;
  private int hash = START;
  private int missed;

  IpHash(Request r, PeerTable table) {
    super(r, table);
    byte[] address = r.connection().client().binary();
    client = address.length == 4 ? java.util.Arrays.copyOf(address, NETWORK_BYTES) : address;
  }

  @Override
  protected @Nullable Peer choose(List<Peer> among, long now) {
    while (missed <= MAX_TRIES) {
      for (byte b : client) {
        hash = (hash * FACTOR + (b & 0xff)) % MODULUS;
      }
      int index = Weights.indexOf(among, hash % table.weight());
      Peer peer = among.get(index);
      if (mayUse(index, peer, now)) {
        return peer;
      }
      missed++;
    }
    return best(among, now);
  }
}
