package io.perigee.http.filter;

import java.util.Arrays;

/**
 * An ordered list of buffers on its way through the body filters (nginx's {@code ngx_chain_t}). A
 * filter may pass the chain on, or build another one; it never keeps the chain itself, only
 * buffers.
 */
public final class Chain {
  private Buf[] bufs;
  private int size;

  /** An empty chain. */
  public Chain() {
    bufs = new Buf[4];
  }

  private Chain(Buf only) {
    bufs = new Buf[] {only};
    size = 1;
  }

  /** A chain of one buffer. */
  public static Chain of(Buf buf) {
    return new Chain(buf);
  }

  /** Appends a buffer. */
  public Chain add(Buf buf) {
    if (size == bufs.length) {
      bufs = Arrays.copyOf(bufs, size * 2);
    }
    bufs[size++] = buf;
    return this;
  }

  /** Appends all buffers of another chain. */
  public Chain addAll(Chain other) {
    for (int i = 0; i < other.size; i++) {
      add(other.bufs[i]);
    }
    return this;
  }

  /** The buffer at a place. */
  public Buf get(int index) {
    return bufs[index];
  }

  /** Replaces the buffer at a place. */
  public void set(int index, Buf buf) {
    bufs[index] = buf;
  }

  /** Number of buffers. */
  public int size() {
    return size;
  }

  /** Whether there is no buffer. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** Content bytes of all buffers together. */
  public long totalSize() {
    long total = 0;
    for (int i = 0; i < size; i++) {
      total += bufs[i].size();
    }
    return total;
  }

  /** Whether the end of the main response is among the buffers. */
  public boolean hasLast() {
    for (int i = size - 1; i >= 0; i--) {
      if (bufs[i].last()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the end of this request's own output is among the buffers. */
  public boolean hasLastInChain() {
    for (int i = size - 1; i >= 0; i--) {
      if (bufs[i].last() || bufs[i].lastInChain()) {
        return true;
      }
    }
    return false;
  }

  /** Forgets all buffers. */
  public void clear() {
    Arrays.fill(bufs, 0, size, null);
    size = 0;
  }
}
