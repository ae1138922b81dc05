package io.perigee.ngx.socket;

/**
 * A byte string to look for in a stream, as an automaton (Knuth, Morris, Pratt): the state is how
 * many bytes of the pattern the stream ends with, so no byte of the stream is looked at twice.
 */
final class UntilPattern {
  private final byte[] pattern;

  /** For each state, the longest shorter one that the stream ends with as well. */
  private final int[] fallback;

  UntilPattern(byte[] pattern) {
    this.pattern = pattern;
    this.fallback = new int[pattern.length + 1];
    int state = 0;
    for (int i = 1; i < pattern.length; i++) {
      while (state > 0 && pattern[i] != pattern[state]) {
        state = fallback[state];
      }
      if (pattern[i] == pattern[state]) {
        state++;
      }
      fallback[i + 1] = state;
    }
  }

  int length() {
    return pattern.length;
  }

  byte[] bytes() {
    return pattern;
  }

  /** The byte that starts a match. */
  byte first() {
    return pattern[0];
  }

  /** The state after one more byte of the stream. */
  int next(int state, byte b) {
    int now = state;
    while (now > 0 && pattern[now] != b) {
      now = fallback[now];
    }
    return pattern[now] == b ? now + 1 : now;
  }
}
