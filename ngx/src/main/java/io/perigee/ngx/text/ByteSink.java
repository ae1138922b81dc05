package io.perigee.ngx.text;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** A growing array of bytes that hands its array over without a copy. */
public final class ByteSink {
  private byte[] bytes;
  private int size;

  /** A sink with room for some bytes. */
  public ByteSink(int capacity) {
    bytes = new byte[Math.max(capacity, 16)];
  }

  /** The array; only the first {@link #size()} bytes count. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes there are. */
  public int size() {
    return size;
  }

  /** Appends one byte. */
  public void add(int value) {
    if (size == bytes.length) {
      grow(1);
    }
    bytes[size++] = (byte) value;
  }

  /** Appends an array. */
  public void add(byte[] from) {
    add(from, 0, from.length);
  }

  /** Appends a slice of an array, from one index up to and without another. */
  public void add(byte[] from, int start, int end) {
    int count = end - start;
    if (count > bytes.length - size) {
      grow(count);
    }
    System.arraycopy(from, start, bytes, size, count);
    size += count;
  }

  /** Appends all bytes that a buffer has, taking them out of it. */
  public void add(ByteBuf from) {
    add(from, from.readableBytes());
  }

  /** Appends some bytes of a buffer, taking them out of it. */
  public void add(ByteBuf from, int count) {
    if (count > bytes.length - size) {
      grow(count);
    }
    from.readBytes(bytes, size, count);
    size += count;
  }

  /** Appends a text of Latin-1 characters. */
  public void add(String latin1) {
    int count = latin1.length();
    if (count > bytes.length - size) {
      grow(count);
    }
    for (int i = 0; i < count; i++) {
      bytes[size++] = (byte) latin1.charAt(i);
    }
  }

  /** The bytes as an array of exactly their number. */
  public byte[] toBytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private void grow(int count) {
    int wanted = Math.max(Math.addExact(size, count), (int) Math.min(2L * size, 1 << 30));
    bytes = Arrays.copyOf(bytes, wanted);
  }
}
