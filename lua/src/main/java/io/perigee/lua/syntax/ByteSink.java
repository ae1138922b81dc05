package io.perigee.lua.syntax;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Collects the bytes of a string literal. */
final class ByteSink {
  private byte[] bytes = new byte[32];
  private int length;

  void add(int value) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, length * 2);
    }
    bytes[length++] = (byte) value;
  }

  void add(byte[] more) {
    for (byte b : more) {
      add(b);
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  String latin1() {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }
}
