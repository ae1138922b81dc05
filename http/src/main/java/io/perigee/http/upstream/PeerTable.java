package io.perigee.http.upstream;

import io.perigee.core.worker.Worker;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** The peers of a group as one worker knows them: primaries, backups, idle connections. */
public final class PeerTable {
  private final Worker worker;
  private final byte[] groupName;
  private final List<Peer> primaries = new ArrayList<>();
  private final List<Peer> backups = new ArrayList<>();
  private final IdleConnections idle;
  private final int weight;
  private final int tries;
  private final List<UpstreamServer> servers;
  private @Nullable NavigableMap<Long, String> ring;

  PeerTable(Worker worker, UpstreamGroup group) {
    this.worker = worker;
    this.groupName = group.name();
    for (UpstreamServer server : group.servers()) {
      for (SocketAddress address : server.addresses()) {
        (server.backup() ? backups : primaries).add(new Peer(address, server));
      }
    }
    this.idle = new IdleConnections(worker, group.keepAlive());
    this.weight = primaries.stream().mapToInt(peer -> peer.server().weight()).sum();
    this.servers = group.servers();
    this.tries = usable(primaries) + usable(backups);
  }

  private static int usable(List<Peer> peers) {
    return (int) peers.stream().filter(peer -> !peer.server().down()).count();
  }

  /** The peers that are not backups. */
  public List<Peer> primaries() {
    return primaries;
  }

  /** The peers that are used when no primary is left. */
  public List<Peer> backups() {
    return backups;
  }

  /** Whether there is no choice. */
  boolean isSingle() {
    return primaries.size() == 1 && backups.isEmpty();
  }

  /** The sum of the primaries' weights. */
  int weight() {
    return weight;
  }

  /** The points of the servers for consistent hashing, made when first asked for. */
  NavigableMap<Long, String> ring() {
    NavigableMap<Long, String> made = ring;
    if (made == null) {
      made = ConsistentHash.ring(servers);
      ring = made;
    }
    return made;
  }

  /** How many peers may be tried. */
  int tries() {
    return tries;
  }

  /** Name of the group, in place of a peer's where none is left. */
  byte[] groupName() {
    return groupName;
  }

  IdleConnections idle() {
    return idle;
  }

  Worker worker() {
    return worker;
  }

  long seconds() {
    return worker.clock().monotonic() / 1000;
  }
}
