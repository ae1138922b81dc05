package io.perigee.core.zone;

/**
 * Accounts for memory as nginx's slab allocator (ngx_slab.c) would hand it out, so that a zone of a
 * given size holds as many entries as it does in nginx. Small pieces are rounded up to a power of
 * two between 8 and 2048 bytes and share pages of 4096 bytes; larger ones take whole pages. No
 * memory is reserved: the entries themselves live on the heap.
 *
 * <p>Not thread-safe: its zone locks around it.
 */
final class SlabBudget {
  static final int PAGE = 4096;

  private static final int MIN_SHIFT = 3;
  private static final int CLASSES = 9;
  private static final int LARGEST_SMALL = PAGE / 2;
  private static final int POOL_HEADER = 200;
  private static final int CLASS_HEADER = 24 + 32;
  private static final int PAGE_HEADER = 24;

  private final long pages;
  private long freePages;
  private final long[] used = new long[CLASSES];
  private final long[] held = new long[CLASSES];

  /** A budget for a zone of this many bytes, headers included. */
  SlabBudget(long size) {
    long room = size - POOL_HEADER - (long) CLASSES * CLASS_HEADER;
    pages = Math.max(0, room / (PAGE + PAGE_HEADER));
    freePages = pages;
  }

  /** Takes a piece; false when there is no room and nothing was taken. */
  boolean take(long bytes) {
    if (bytes > LARGEST_SMALL) {
      return takePages(pagesFor(bytes));
    }
    int slot = slot(bytes);
    if (used[slot] == held[slot]) {
      if (!takePages(1)) {
        return false;
      }
      held[slot] += perPage(slot);
    }
    used[slot]++;
    return true;
  }

  /** Gives a piece back that was taken with the same number of bytes. */
  void release(long bytes) {
    if (bytes > LARGEST_SMALL) {
      freePages += pagesFor(bytes);
      return;
    }
    int slot = slot(bytes);
    used[slot]--;
    if (held[slot] - used[slot] >= perPage(slot)) {
      held[slot] -= perPage(slot);
      freePages++;
    }
  }

  /** Bytes in pages that nobody uses: what {@code free_space} of a shared dictionary reports. */
  long freeBytes() {
    return freePages * PAGE;
  }

  private boolean takePages(long count) {
    if (count > freePages) {
      return false;
    }
    freePages -= count;
    return true;
  }

  private static long pagesFor(long bytes) {
    return (bytes + PAGE - 1) / PAGE;
  }

  private static int slot(long bytes) {
    if (bytes <= 1 << MIN_SHIFT) {
      return 0;
    }
    return 64 - Long.numberOfLeadingZeros(bytes - 1) - MIN_SHIFT;
  }

  /** Small classes give some of their page to the bitmap of used pieces. */
  private static long perPage(int slot) {
    long pieces = PAGE >> (slot + MIN_SHIFT);
    long bitmap = pieces / 8;
    long size = 1L << (slot + MIN_SHIFT);
    return size < 64 ? pieces - Math.max(1, (bitmap + size - 1) / size) : pieces;
  }
}
