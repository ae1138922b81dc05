package io.perigee.lua.value;

/**
 * Counts the integer keys of a table by powers of two, to find the size of its array part. The rule
 * is LuaJIT's: the largest power of two of which more than a quarter is in use.
 */
final class KeyCensus {
  private static final int MAX_BITS = 26;

  /** The largest key that an array part may hold. */
  static final int LARGEST = 1 << MAX_BITS;

  /** Bin 0 counts the keys 1 and 2, bin b those over 2^b up to 2^(b+1). */
  private final int[] bins = new int[MAX_BITS];

  private int count;

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
    return key instanceof Double d && d >= 1 && d <= LARGEST && d == (int) (double) d;
  }

  /** Counts an integer key. */
  void addInteger(int key) {
    bins[key > 2 ? 31 - Integer.numberOfLeadingZeros(key - 1) : 0]++;
    count++;
  }

  /** Counts the elements of an array part, in whichever form it is. */
  void addElements(Object[] array, double[] numbers, int size) {
    for (int i = 0; i < size; i++) {
      if (numbers.length > 0 || array[i] != null) {
        addInteger(i + 1);
      }
    }
  }

  /** The number of keys that the array part should have room for. */
  int bestBound() {
    int sum = 0;
    int best = 0;
    for (int b = 0; b < MAX_BITS && sum < count; b++) {
      sum += bins[b];
      if (bins[b] > 0 && 2L * sum > 1L << b) {
        best = 2 << b;
      }
    }
    return best;
  }
}
