package io.perigee.lua.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A Lua string: an immutable sequence of bytes (Lua manual 2.2) with a hash that is computed once
 * when first asked for. Equal strings need not be identical objects; literals are interned so that
 * the identity test at the head of {@link #equals} nearly always decides.
 */
public final class LuaString implements Comparable<LuaString> {
  /** The string of no bytes. */
  public static final LuaString EMPTY = new LuaString(new byte[0]);

  private static final LuaString[] SINGLE_BYTES = singleBytes();

  private final byte[] bytes;
  private int hash;

  private LuaString(byte[] bytes) {
    this.bytes = bytes;
  }

  private static LuaString[] singleBytes() {
    LuaString[] all = new LuaString[256];
    for (int i = 0; i < 256; i++) {
      all[i] = new LuaString(new byte[] {(byte) i});
    }
    return all;
  }

  /** The string over an array that the caller gives up and nobody changes any more. */
  public static LuaString wrap(byte[] bytes) {
    return switch (bytes.length) {
      case 0 -> EMPTY;
      case 1 -> SINGLE_BYTES[bytes[0] & 0xff];
      default -> new LuaString(bytes);
    };
  }

  /** A string that copies {@code length} bytes from {@code offset}. */
  public static LuaString wrap(byte[] bytes, int offset, int length) {
    return switch (length) {
      case 0 -> EMPTY;
      case 1 -> SINGLE_BYTES[bytes[offset] & 0xff];
      default -> new LuaString(Arrays.copyOfRange(bytes, offset, offset + length));
    };
  }

  /** The string whose bytes are the characters of a Latin-1 Java string. */
  public static LuaString of(String latin1) {
    return wrap(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The string of the UTF-8 form of a Java string. */
  public static LuaString utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The shared string of one byte, given as 0 to 255. */
  public static LuaString ofByte(int value) {
    return SINGLE_BYTES[value & 0xff];
  }

  /** The one representative of this content in the process; for literals and field names. */
  public static LuaString intern(LuaString string) {
    return InternedStrings.PROCESS.intern(string);
  }

  /** The interned string of a Latin-1 Java string. */
  public static LuaString intern(String latin1) {
    return InternedStrings.PROCESS.intern(of(latin1));
  }

  /** The bytes themselves, not a copy; nobody may change them. */
  public byte[] bytes() {
    return bytes;
  }

  /** The number of bytes. */
  public int length() {
    return bytes.length;
  }

  /** The byte at an index from 0, as 0 to 255. */
  public int byteAt(int index) {
    return bytes[index] & 0xff;
  }

  /** The bytes from {@code from} to before {@code to}, counted from 0. */
  public LuaString substring(int from, int to) {
    if (from == 0 && to == bytes.length) {
      return this;
    }
    return wrap(bytes, from, to - from);
  }

  /** Whether the bytes begin with those of {@code prefix}. */
  public boolean startsWith(LuaString prefix) {
    int n = prefix.bytes.length;
    return n <= bytes.length && Arrays.equals(bytes, 0, n, prefix.bytes, 0, n);
  }

  /** Whether the name begins with two underscores, as those of all metamethods do. */
  boolean isMetaName() {
    return bytes.length > 2 && bytes[0] == '_' && bytes[1] == '_';
  }

  @Override
  public int hashCode() {
    int h = hash;
    if (h == 0) {
      h = mix(Arrays.hashCode(bytes));
      hash = h;
    }
    return h;
  }

  /** Spreads the polynomial hash over all bits, because tables take its lowest bits. */
  private static int mix(int h) {
    int m = (h ^ (h >>> 15)) * 0x2c1b3c6d;
    m ^= m >>> 13;
    return m == 0 ? 1 : m;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof LuaString s && contentEquals(s));
  }

  /** Equality of bytes for two strings that are not the same object. */
  public boolean contentEquals(LuaString other) {
    if (bytes.length != other.bytes.length) {
      return false;
    }
    int h = hash;
    int g = other.hash;
    return (h == g || h == 0 || g == 0) && Arrays.equals(bytes, other.bytes);
  }

  /** Order of unsigned bytes, as strcoll in the C locale gives it. */
  @Override
  public int compareTo(LuaString other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  /** The bytes as a Latin-1 Java string, one character a byte. */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
