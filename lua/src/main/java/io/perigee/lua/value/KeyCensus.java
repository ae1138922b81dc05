package io.perigee.lua.value;

/**
 * Counts the integer keys of a table by powers of two, to find the size of its array part. The rule
 * is LuaJIT's: the largest power of two of which more than a quarter is in use.
 */
final class KeyCensus {
  private static final int MAX_BITS = 27;

  /** The largest key that an array part may hold. */
  private static final int LARGEST = 1 << MAX_BITS;

  /** Bin 0 counts the keys 0, 1 and 2, bin b those over 2^b up to 2^(b+1). */
  private final int[] bins = new int[MAX_BITS];

  private int integers;
  private int keys;
  private int inside;

  /** Counts a key of any type. */
  void add(Object key) {
    keys++;
    if (key instanceof Double d && d >= 0 && d <= LARGEST && d == (int) (double) d) {
      addInteger((int) (double) d);
    }
  }

  /** Counts keys that are no integers. */
  void addOthers(int count) {
    keys += count;
  }

  private void addInteger(int key) {
    bins[binOf(key)]++;
    integers++;
  }

  private static int binOf(int key) {
    return key > 2 ? 31 - Integer.numberOfLeadingZeros(key - 1) : 0;
  }

  /** Counts the keys from 1 on that have a value here. */
  void addElements(Object[] array, int size) {
    for (int i = 0; i < size; i++) {
      if (array[i] != null) {
        addInteger(i + 1);
        keys++;
      }
    }
  }

  /** Counts the keys from 1 to this one. */
  void addAllTo(int last) {
    int from = 0;
    for (int bin = 0; from < last; bin++) {
      int to = Math.min(last, 2 << bin);
      bins[bin] += to - from;
      from = to;
    }
    integers += last;
    keys += last;
  }

  /** The largest key of the array part; 0 for none. */
  int bestBound() {
    int sum = 0;
    int best = 0;
    inside = 0;
    for (int b = 0; b < MAX_BITS && sum < integers; b++) {
      sum += bins[b];
      if (bins[b] > 0 && 2L * sum > 1L << b) {
        best = 2 << b;
        inside = sum;
      }
    }
    return best;
  }

  /** The number of keys that do not belong into the array part that {@link #bestBound} found. */
  int outside() {
    return keys - inside;
  }
}
