package io.perigee.http.upstream;

import io.perigee.http.request.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code least_conn}: the peer with the fewest connections for its weight, several in turn. */
final class LeastConnections extends RoundRobin {
  LeastConnections(Request r, PeerTable table) {
    super(r, table);
  }

  @Override
  protected @Nullable Peer choose(List<Peer> among, long now) {
    List<Peer> fewest = new ArrayList<>();
    for (int i = 0; i < among.size(); i++) {
      Peer peer = among.get(i);
      if (!mayUse(i, peer, now)) {
        continue;
      }
      int order = fewest.isEmpty() ? 0 : compare(peer, fewest.getFirst());
      if (order < 0) {
        fewest.clear();
      }
      if (order <= 0) {
        fewest.add(peer);
      }
    }
    return fewest.size() > 1 ? inTurn(fewest) : fewest.isEmpty() ? null : fewest.getFirst();
  }

  static int compare(Peer a, Peer b) {
    return Long.compare(
        (long) a.connections * b.server().weight(), (long) b.connections * a.server().weight());
  }

  /** One of several equals: the one whose turn it is by weight. */
  static Peer inTurn(List<Peer> equals) {
    Peer best = equals.getFirst();
    int total = 0;
    for (Peer peer : equals) {
      peer.currentWeight += peer.effectiveWeight;
      total += peer.effectiveWeight;
      if (peer.effectiveWeight < peer.server().weight()) {
        peer.effectiveWeight++;
      }
      if (peer.currentWeight > best.currentWeight) {
        best = peer;
      }
    }
    best.currentWeight -= total;
    return best;
  }
}
