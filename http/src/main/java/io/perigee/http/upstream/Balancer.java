package io.perigee.http.upstream;

import io.perigee.http.request.Request;

/** How a group's peers are chosen (nginx's {@code peer.init_upstream} and {@code peer.init}). */
@FunctionalInterface
public interface Balancer {
  /** Begins the choice for one request. */
  Selection select(Request r, PeerTable peers);

  /** The choice of peers for one request: one after the other, until one answers. */
  interface Selection {
    /** The next peer, which counts as taken; or null if none is left or alive. */
    @org.jspecify.annotations.Nullable
    Peer next();

    /** How many peers may be tried in all, known before the first {@link #next}. */
    int tries();

    /** A peer is no longer used; {@code failed} says that it did not answer as it should. */
    void release(Peer peer, boolean failed);
  }
}
