package io.perigee.http.upstream;

import io.perigee.core.text.Ascii;
import java.util.Arrays;

/** Bytes of a request to a peer while they are put together. */
public final class RequestBytes {
  private byte[] bytes;
  private int size;

  /** No bytes, with room for some. */
  public RequestBytes() {
    bytes = new byte[512];
  }

  /** Appends bytes. */
  public RequestBytes add(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
    return this;
  }

  /** Appends one byte. */
  public RequestBytes add(int b) {
    room(1);
    bytes[size++] = (byte) b;
    return this;
  }

  /** Appends a Latin-1 text. */
  public RequestBytes add(String text) {
    return add(Ascii.latin1(text));
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }

  /** The array that holds the bytes; those from {@link #size} on mean nothing. */
  byte[] array() {
    return bytes;
  }

  /** Number of bytes. */
  public int size() {
    return size;
  }

  /** The bytes as an array of their own. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
