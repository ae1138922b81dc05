package io.perigee.http.upstream;

import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * {@code hash KEY consistent}: each server has 160 points for its weight on a ring, and a key
 * belongs to the next one, so that a server more or less moves few keys (ketama, as
 * Cache::Memcached::Fast has it).
 */
final class ConsistentHash extends RoundRobin {
  private static final int POINTS = 160;
  private static final int MAX_TRIES = 20;

  private final NavigableMap<Long, String> ring;
  private long hash;
  private int missed;
  private final boolean keyed;

  private ConsistentHash(Request r, PeerTable table, NavigableMap<Long, String> ring, byte[] key) {
    super(r, table);
    this.ring = ring;
    this.keyed = key.length > 0;
    CRC32 crc = new CRC32();
    crc.update(key);
    this.hash = crc.getValue();
  }

  /** The way to choose among the servers of a group by a key. */
  static Balancer by(ComplexValue<Request> key) {
    return (r, table) -> new ConsistentHash(r, table, table.ring(), key.evaluate(r));
  }

  /** The points of all servers but backups. */
  static NavigableMap<Long, String> ring(List<UpstreamServer> servers) {
    NavigableMap<Long, String> ring = new TreeMap<>();
    for (UpstreamServer server : servers) {
      if (!server.backup()) {
        addPoints(ring, server);
      }
    }
    return ring;
  }

  private static void addPoints(NavigableMap<Long, String> ring, UpstreamServer server) {
    String name = server.name();
    boolean unix = name.regionMatches(true, 0, "unix:", 0, 5);
    int colon = unix ? -1 : name.lastIndexOf(':');
    String host = unix ? name.substring(5) : colon < 0 ? name : name.substring(0, colon);
    String port = colon < 0 ? "" : name.substring(colon + 1);
    byte[] base = Ascii.concat(Ascii.latin1(host), new byte[1], Ascii.latin1(port));
    long previous = 0;
    for (int i = 0; i < server.weight() * POINTS; i++) {
      CRC32 crc = new CRC32();
      crc.update(base);
      for (int shift = 0; shift < 32; shift += 8) {
        crc.update((int) (previous >> shift & 0xff));
      }
      previous = crc.getValue();
      ring.putIfAbsent(previous, name);
    }
  }

  @Override
  protected @Nullable Peer choose(List<Peer> among, long now) {
    while (keyed && missed <= MAX_TRIES) {
      var point = ring.ceilingEntry(hash);
      String name = (point == null ? ring.firstEntry() : point).getValue();
      Peer found = ofServer(among, name, now);
      if (found != null) {
        return found;
      }
      hash = (point == null ? ring.firstKey() : point.getKey()) + 1;
      missed++;
    }
    return best(among, now);
  }

  private @Nullable Peer ofServer(List<Peer> among, String name, long now) {
    List<Peer> usable = new ArrayList<>();
    for (int i = 0; i < among.size(); i++) {
      Peer peer = among.get(i);
      if (peer.server().name().equals(name) && mayUse(i, peer, now)) {
        usable.add(peer);
      }
    }
    return usable.isEmpty() ? null : LeastConnections.inTurn(usable);
  }
}
