package io.perigee.http.upstream;

import io.perigee.conf.directive.Settings;
import io.perigee.http.request.Methods;
import io.perigee.http.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The peers that one exchange asks, one after the other: who is next and whether there may be a
 * next one (nginx's {@code ngx_http_upstream_next}), and what is remembered of each try. A request
 * that comes to another location goes on with the record of the exchange before.
 */
final class Attempts {
  private static final int NOT_IDEMPOTENT = Methods.POST | Methods.LOCK | Methods.PATCH;

  private final Request r;
  private final UpstreamSettings names;
  private final Settings settings;
  private final List<Attempt> all;

  private @Nullable PeerTable table;
  private Balancer.@Nullable Selection selection;
  private @Nullable Peer peer;
  private byte @Nullable [] peerName;
  private @Nullable Attempt current;
  private long selectedMillis;
  private long begunMillis;
  private int tries;

  Attempts(Request r, UpstreamSettings names) {
    this.r = r;
    this.names = names;
    this.settings = r.settings();
    Upstream before = r.upstream();
    this.all = before == null ? new ArrayList<>(1) : before.attempts();
    if (!all.isEmpty()) {
      all.add(new Attempt());
    }
  }

  /** What is known of all tries, in order. */
  List<Attempt> all() {
    return all;
  }

  private long now() {
    return r.worker().clock().monotonic();
  }

  /** The peers are known. */
  void begin(UpstreamGroup group, PeerTable peers) {
    table = peers;
    Balancer.Selection choice = group.balancer().select(r, peers);
    selection = choice;
    tries = choice.tries();
    int most = settings.get(names.nextUpstreamTries);
    if (most > 0 && tries > most) {
      tries = most;
    }
    selectedMillis = now();
  }

  /** Begins a try of the next peer; null if no peer is alive. */
  @Nullable Peer next() {
    end();
    Attempt begun = new Attempt();
    current = begun;
    all.add(begun);
    begunMillis = now();
    Peer chosen = Objects.requireNonNull(selection).next();
    if (chosen != null) {
      peer = chosen;
    }
    peerName = chosen == null ? Objects.requireNonNull(table).groupName() : chosen.name();
    begun.peer = peerName;
    return chosen;
  }

  /** The try that is under way, or was the last one. */
  Attempt current() {
    return Objects.requireNonNull(current);
  }

  /** How long the present try takes so far. */
  long millis() {
    return now() - begunMillis;
  }

  /** The name of the peer, or of the group where no peer is alive; null before the first choice. */
  byte @Nullable [] peerName() {
    return peerName;
  }

  /** The idle connections to the peers; null before they are known. */
  @Nullable IdleConnections idle() {
    PeerTable peers = table;
    return peers == null ? null : peers.idle();
  }

  /** The present try has failed; one that failed on an idle connection does not count. */
  void failed(int reason, boolean onIdle) {
    Peer left = peer;
    if (left != null) {
      boolean refused = reason == NextUpstream.HTTP_403 || reason == NextUpstream.HTTP_404;
      Objects.requireNonNull(selection).release(left, !refused);
      peer = null;
      tries = Math.max(0, tries - 1);
    }
    if (onIdle && reason == NextUpstream.ERROR) {
      tries++;
    }
  }

  /** Whether another peer may be asked after a failure. */
  boolean goesOn(int reason, boolean requestSent) {
    return tries > 0 && reason != NextUpstream.NO_LIVE && isCase(reason, requestSent);
  }

  /** Whether another peer may be asked instead of taking the present one's answer. */
  boolean goesOnInstead(int reason, boolean requestSent) {
    return tries > 1 && isCase(reason, requestSent);
  }

  private boolean isCase(int reason, boolean requestSent) {
    boolean harmful = requestSent && (r.method() & NOT_IDEMPOTENT) != 0;
    int reasons = harmful ? reason | NextUpstream.NON_IDEMPOTENT : reason;
    long limit = settings.get(names.nextUpstreamTimeout);
    return (settings.get(names.nextUpstream) & reasons) == reasons
        && (limit == 0 || now() - selectedMillis < limit);
  }

  private void end() {
    Attempt ended = current;
    if (ended != null && ended.responseTime < 0) {
      ended.responseTime = millis();
    }
  }

  /** There will be no more tries; the present peer has done its work, or is no longer needed. */
  void close() {
    end();
    Peer left = peer;
    peer = null;
    if (left != null) {
      Objects.requireNonNull(selection).release(left, false);
    }
  }
}
