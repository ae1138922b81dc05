package io.perigee.http.request;

/**
 * The groups of the last regular expression that matched on a request, for $1 to $9: pairs of
 * offsets into the subject, -1 for a group that took no part.
 */
public final class Captures {
  private final byte[] subject;
  private final int[] offsets;

  /** The groups of a match; both arrays are kept as they are. */
  public Captures(byte[] subject, int[] offsets) {
    this.subject = subject;
    this.offsets = offsets;
  }

  /** What was searched. */
  public byte[] subject() {
    return subject;
  }

  /** Begin and end of each group, the whole match first. */
  public int[] offsets() {
    return offsets;
  }
}
