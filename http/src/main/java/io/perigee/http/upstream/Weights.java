package io.perigee.http.upstream;

import java.util.List;

/** A number that falls on a peer by the peers' weights. */
final class Weights {
  private Weights() {}

  /** The place of the peer that a number below the sum of all weights falls on. */
  static int indexOf(List<Peer> peers, int number) {
    int rest = number;
    int index = 0;
    while (rest >= peers.get(index).server().weight()) {
      rest -= peers.get(index).server().weight();
      index++;
    }
    return index;
  }
}
