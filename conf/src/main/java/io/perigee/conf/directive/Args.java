package io.perigee.conf.directive;

/** How many arguments a directive takes, its own name not counted. */
public record Args(int min, int max) {
  private static final int ANY = Integer.MAX_VALUE;

  /** No argument. */
  public static Args none() {
    return new Args(0, 0);
  }

  /** Just this many. */
  public static Args exactly(int count) {
    return new Args(count, count);
  }

  /** At least {@code min} and at most {@code max}. */
  public static Args between(int min, int max) {
    return new Args(min, max);
  }

  /** This many or more. */
  public static Args atLeast(int min) {
    return new Args(min, ANY);
  }

  /** One argument, {@code on} or {@code off}. */
  public static Args flag() {
    return exactly(1);
  }

  /** Whether this number of arguments is right. */
  public boolean accepts(int count) {
    return count >= min && count <= max;
  }
}
