package io.perigee.http.upstream;

import io.perigee.http.request.Request;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * {@code random}: any peer, by weight; with {@code two}, the one of two with fewer connections for
 * its weight.
 */
final class RandomChoice extends RoundRobin {
  private static final int MAX_TRIES = 20;

  private final boolean two;

  RandomChoice(Request r, PeerTable table, boolean two) {
    super(r, table);
    this.two = two;
  }

  @Override
  protected @Nullable Peer choose(List<Peer> among, long now) {
    Peer first = any(among, now, null);
    if (first == null) {
      return best(among, now);
    }
    Peer second = two ? any(among, now, first) : null;
    return second == null || LeastConnections.compare(first, second) <= 0 ? first : second;
  }

  @SuppressWarnings("ReferenceEquality") // a peer is one object
  private @Nullable Peer any(List<Peer> among, long now, @Nullable Peer other) {
    for (int i = 0; i < MAX_TRIES; i++) {
      int index = Weights.indexOf(among, ThreadLocalRandom.current().nextInt(table.weight()));
      Peer peer = among.get(index);
      if (peer != other && mayUse(index, peer, now)) {
        return peer;
      }
    }
    return null;
  }
}
