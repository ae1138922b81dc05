package io.perigee.http.upstream;

import io.perigee.core.log.Level;
import io.perigee.http.request.Request;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The usual choice: in turn by weight, smoothly, leaving out what failed lately, then the backups
 * (nginx's {@code ngx_http_upstream_round_robin}). Other ways to choose begin with a list of their
 * own and fall back to this one.
 */
class RoundRobin implements Balancer.Selection {
  protected final Request r;
  protected final PeerTable table;
  private final BitSet tried = new BitSet();
  private List<Peer> peers;
  private boolean onBackups;

  RoundRobin(Request r, PeerTable table) {
    this.r = r;
    this.table = table;
    this.peers = table.primaries();
  }

  @Override
  public int tries() {
    return table.isSingle() ? 1 : table.tries();
  }

  @Override
  public @Nullable Peer next() {
    long now = table.seconds();
    if (table.isSingle()) {
      return only(table.primaries().getFirst(), now);
    }
    Peer found = choose(peers, now);
    if (found == null && !onBackups && !table.backups().isEmpty()) {
      onBackups = true;
      peers = table.backups();
      tried.clear();
      found = RoundRobin.this.best(peers, now);
    }
    if (found != null) {
      take(found, now);
    }
    return found;
  }

  private static @Nullable Peer only(Peer peer, long now) {
    int max = peer.server().maxConnections();
    if (peer.server().down() || (max > 0 && peer.connections >= max)) {
      return null;
    }
    peer.taken(now);
    return peer;
  }

  /** Chooses among the primaries; among the backups it is always in turn. */
  protected @Nullable Peer choose(List<Peer> among, long now) {
    return best(among, now);
  }

  /** The peer whose turn it is by smooth weighted round robin. */
  protected final @Nullable Peer best(List<Peer> among, long now) {
    Peer best = null;
    int total = 0;
    for (int i = 0; i < among.size(); i++) {
      Peer peer = among.get(i);
      if (!mayUse(i, peer, now)) {
        continue;
      }
      peer.currentWeight += peer.effectiveWeight;
      total += peer.effectiveWeight;
      if (peer.effectiveWeight < peer.server().weight()) {
        peer.effectiveWeight++;
      }
      if (best == null || peer.currentWeight > best.currentWeight) {
        best = peer;
      }
    }
    if (best != null) {
      best.currentWeight -= total;
    }
    return best;
  }

  /** Whether the peer at this place was not tried yet and is fit to be. */
  protected final boolean mayUse(int index, Peer peer, long now) {
    return !tried.get(index) && !peer.server().down() && peer.isAvailable(now);
  }

  private void take(Peer peer, long now) {
    tried.set(peers.indexOf(peer));
    peer.taken(now);
  }

  @Override
  public void release(Peer peer, boolean failed) {
    peer.connections--;
    if (table.isSingle()) {
      return;
    }
    if (!failed) {
      peer.answered();
    } else if (peer.failed(table.seconds())) {
      r.log(Level.WARN, "upstream server temporarily disabled");
    }
  }
}
