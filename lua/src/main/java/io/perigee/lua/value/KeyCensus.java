package io.perigee.lua.value;

/**
 * Counts the integer keys of a table by powers of two, to find the size of its array part: the
 * largest power of two of which more than half is in use (the rule of Lua 5.1 and LuaJIT).
 */
final class KeyCensus {
  private static final int MAX_BITS = 26;

  /** Bin b counts the keys over 2^(b-1) up to 2^b. */
  private final int[] bins = new int[MAX_BITS + 1];

  /** The census of a key and of those that have values; null when none is a positive integer. */
  static KeyCensus of(Object extra, Object[] keys, Object[] values) {
    KeyCensus census = null;
    if (isInteger(extra)) {
      census = new KeyCensus();
      census.addInteger((int) (double) extra);
    }
    for (int i = 0; i < keys.length; i++) {
      if (values[i] != null && isInteger(keys[i])) {
        census = census == null ? new KeyCensus() : census;
        census.addInteger((int) (double) keys[i]);
      }
    }
    return census;
  }

  private static boolean isInteger(Object key) {
    return key instanceof Double d && d >= 1 && d <= 1 << MAX_BITS && d == (int) (double) d;
  }

  /** Counts an element of the array part. */
  void addInteger(int key) {
    bins[32 - Integer.numberOfLeadingZeros(key - 1)]++;
  }

  /** The size that the array part should have. */
  int bestBound() {
    int sum = 0;
    int best = 0;
    for (int b = 0; b <= MAX_BITS; b++) {
      sum += bins[b];
      if (sum > (1 << b) >> 1) {
        best = 1 << b;
      }
    }
    return best;
  }
}
