package io.perigee.ngx.socket;

import io.perigee.lua.value.LuaString;

/** What a {@code receiveuntil} iterator remembers between its calls. */
final class UntilIterator {
  private final StreamSocket socket;
  private final UntilPattern pattern;
  private final boolean inclusive;
  private int state;
  private boolean ended;

  UntilIterator(StreamSocket socket, LuaString pattern, boolean inclusive) {
    this.socket = socket;
    this.pattern = new UntilPattern(pattern.bytes());
    this.inclusive = inclusive;
  }

  StreamSocket socket() {
    return socket;
  }

  UntilPattern pattern() {
    return pattern;
  }

  /** Whether the pattern is part of what is returned. */
  boolean inclusive() {
    return inclusive;
  }

  int state() {
    return state;
  }

  void state(int now) {
    state = now;
  }

  /** The pattern was found; an iterator that reads by sizes says so by its next call. */
  void found(boolean bySize) {
    state = 0;
    ended = bySize;
  }

  /** Whether this call is the one that says that the pattern was found. */
  boolean takeEnd() {
    boolean was = ended;
    ended = false;
    return was;
  }

  /** How many bytes of the pattern input ended with; the search starts anew. */
  int takeState() {
    int count = state;
    state = 0;
    return count;
  }
}
