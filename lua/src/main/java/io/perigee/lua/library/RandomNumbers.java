package io.perigee.lua.library;

/**
 * The generator behind {@code math.random}: the combined Tausworthe generator with period 2^223 of
 * LuaJIT, with its seeding, so that equal seeds give equal numbers.
 */
final class RandomNumbers {
  private static final int[] K = {63, 58, 55, 47};
  private static final int[] Q = {31, 19, 24, 21};
  private static final int[] S = {18, 28, 7, 8};
  private static final int[] LEAST_BITS = {1, 6, 9, 17};
  private static final int WARM_UP = 10;
  private static final long MANTISSA = (1L << 52) - 1;
  private static final long ONE = 0x3ffL << 52;

  private final long[] state = new long[4];

  RandomNumbers() {
    seed(0);
  }

  /** Starts the sequence that belongs to a seed. */
  void seed(double seed) {
    double d = seed;
    for (int i = 0; i < state.length; i++) {
      d = d * Math.PI + Math.E;
      long bits = Double.doubleToRawLongBits(d);
      long least = 1L << LEAST_BITS[i];
      state[i] = Long.compareUnsigned(bits, least) < 0 ? bits + least : bits;
    }
    for (int i = 0; i < WARM_UP; i++) {
      step();
    }
  }

  /** The next number of [0, 1). */
  double next() {
    return Double.longBitsToDouble((step() & MANTISSA) | ONE) - 1.0;
  }

  private long step() {
    long result = 0;
    for (int i = 0; i < state.length; i++) {
      long z = state[i];
      long kept = z & (-1L << (64 - K[i]));
      z = (((z << Q[i]) ^ z) >>> (K[i] - S[i])) ^ (kept << S[i]);
      state[i] = z;
      result ^= z;
    }
    return result;
  }
}
