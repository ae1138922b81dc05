package io.perigee.http.upstream;

import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.request.Request;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** {@code hash KEY}: the peer that a key falls on, as Cache::Memcached spreads its keys. */
final class KeyHash extends RoundRobin {
  private static final int MAX_TRIES = 20;
  private static final int MASK = 0x7fff;

  private final byte[] key;
  private int hash;
  private int rehash;
  private int missed;

  private KeyHash(Request r, PeerTable table, byte[] key) {
    super(r, table);
    this.key = key;
  }

  /** The way to choose by a key. */
  static Balancer by(ComplexValue<Request> key) {
    return (r, table) -> new KeyHash(r, table, key.evaluate(r));
  }

  @Override
  protected @Nullable Peer choose(List<Peer> among, long now) {
    while (missed <= MAX_TRIES && key.length > 0) {
      CRC32 crc = new CRC32();
      if (rehash > 0) {
        crc.update(Ascii.decimal(rehash));
      }
      crc.update(key);
      rehash++;
      hash += (int) (crc.getValue() >> 16) & MASK;
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
