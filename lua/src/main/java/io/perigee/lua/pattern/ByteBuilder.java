package io.perigee.lua.pattern;

import io.perigee.lua.runtime.LuaState;
import java.util.Arrays;

/** A growing array of bytes, the way Lua strings are put together. */
public final class ByteBuilder {
  private byte[] bytes;
  private int length;

  /** A builder with room for some bytes. */
  public ByteBuilder(int capacity) {
    bytes = new byte[Math.max(capacity, 16)];
  }

  /** How many bytes there are. */
  public int length() {
    return length;
  }

  /** Appends one byte. */
  public void add(int b) {
    if (length == bytes.length) {
      grow(1);
    }
    bytes[length++] = (byte) b;
  }

  /** Appends all bytes of an array. */
  public void add(byte[] source) {
    add(source, 0, source.length);
  }

  /** Appends the bytes from one index up to, not including, another. */
  public void add(byte[] source, int from, int to) {
    int count = to - from;
    if (count > bytes.length - length) {
      grow(count);
    }
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  /** Appends a text of Latin-1 characters. */
  @SuppressWarnings("deprecation") // String.getBytes(int, int, byte[], int) is the Latin-1 copy
  public void add(String latin1) {
    int count = latin1.length();
    if (count > bytes.length - length) {
      grow(count);
    }
    latin1.getBytes(0, count, bytes, length);
    length += count;
  }

  /** Appends the same byte several times; nothing for a count below 1. */
  public void repeat(int b, int count) {
    if (count <= 0) {
      return;
    }
    if (count > bytes.length - length) {
      grow(count);
    }
    Arrays.fill(bytes, length, length + count, (byte) b);
    length += count;
  }

  /** Forgets the bytes, keeps the room. */
  public void clear() {
    length = 0;
  }

  /** The bytes so far, as an array of exactly their number; it may be the builder's own. */
  public byte[] toBytes() {
    return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
  }

  private void grow(int count) {
    long needed = (long) length + count;
    LuaState.stringLength(needed);
    long doubled = Math.min(bytes.length * 2L, LuaState.MAX_STRING);
    bytes = Arrays.copyOf(bytes, (int) Math.max(needed, doubled));
  }
}
