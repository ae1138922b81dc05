package io.perigee.lua.pattern;

import io.perigee.lua.value.SafePoint;
import java.util.Arrays;

/** Plain search of bytes in bytes, for string.find without a pattern. */
public final class ByteSearch {
  private static final int WORK_BETWEEN_LOOKS = 1 << 20;

  private ByteSearch() {}

  /** The first index at or behind {@code from} where the needle stands, or -1. */
  public static int indexOf(byte[] text, byte[] needle, int from, SafePoint safePoint) {
    if (needle.length == 0) {
      return from <= text.length ? from : -1;
    }
    byte first = needle[0];
    int last = text.length - needle.length;
    long work = 0;
    for (int i = from; i <= last; i++) {
      if (text[i] == first) {
        if (isAt(text, needle, i)) {
          return i;
        }
        work += needle.length;
        if (work > WORK_BETWEEN_LOOKS) {
          work = 0;
          safePoint.poll();
        }
      }
    }
    return -1;
  }

  private static boolean isAt(byte[] text, byte[] needle, int index) {
    int length = needle.length;
    return length == 1 || Arrays.equals(text, index, index + length, needle, 0, length);
  }
}
