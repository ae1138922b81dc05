package io.perigee.http.upstream;

import io.perigee.conf.directive.ConfBlock;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Key;
import io.perigee.core.worker.Worker;
import io.perigee.core.worker.WorkerKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Servers among which requests are shared out: an {@code upstream} block, or the one server that a
 * directive such as {@code proxy_pass} names itself (nginx's {@code ngx_http_upstream_srv_conf_t}).
 */
public final class UpstreamGroup {
  /** Under this key it is attached to its block. */
  static final Key<UpstreamGroup> KEY = new Key<>("upstream group");

  private final byte[] name;
  private final String file;
  private final int line;
  private final List<UpstreamServer> servers = new ArrayList<>();
  private final WorkerKey<PeerTable> table;
  private Balancer balancer = RoundRobin::new;
  private @Nullable String balancerName;
  private KeepAlive keepAlive = KeepAlive.NONE;

  UpstreamGroup(byte[] name, Directive d) {
    this.name = name;
    this.file = d.file();
    this.line = d.line();
    this.table = WorkerKey.of("peers");
  }

  /** A group that is made while requests are served, for an address that a variable named. */
  UpstreamGroup(byte[] name, UpstreamServer only) {
    this.name = name;
    this.file = "";
    this.line = 0;
    this.table = WorkerKey.of("peers");
    servers.add(only);
  }

  /** The group that a directive stands in. */
  public static UpstreamGroup of(Directive d) {
    return d.find(KEY);
  }

  void attachTo(ConfBlock block) {
    block.attach(KEY, this);
  }

  /** Its name; that of a single server has the port behind. */
  public byte[] name() {
    return name;
  }

  /** Where it stands in the configuration. */
  String place() {
    return file + ":" + line;
  }

  /** Its servers. */
  public List<UpstreamServer> servers() {
    return Collections.unmodifiableList(servers);
  }

  void add(UpstreamServer server) {
    servers.add(server);
  }

  /** How its peers are chosen. */
  public Balancer balancer() {
    return balancer;
  }

  /** Sets how its peers are chosen; a second way in one group is worth a warning. */
  public void balancer(Directive d, Balancer other) {
    if (balancerName != null) {
      d.warn("load balancing method redefined");
    }
    balancerName = d.name();
    balancer = other;
  }

  KeepAlive keepAlive() {
    return keepAlive;
  }

  void keepAlive(KeepAlive limits) {
    keepAlive = limits;
  }

  /** The group's peers as a worker knows them. */
  public PeerTable peers(Worker worker) {
    PeerTable known = worker.attachment(table);
    return known == null ? worker.attachment(table, () -> new PeerTable(worker, this)) : known;
  }

  /** The peers of a group that serves one request only, and keeps nothing. */
  PeerTable peersOnce(Worker worker) {
    return new PeerTable(worker, this);
  }
}
