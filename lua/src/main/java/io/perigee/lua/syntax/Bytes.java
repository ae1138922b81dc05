package io.perigee.lua.syntax;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a literal or name, equal by content. */
public final class Bytes {
  private final byte[] value;
  private final int hash;

  Bytes(byte[] value) {
    this.value = value;
    this.hash = Arrays.hashCode(value);
  }

  static Bytes of(String latin1) {
    return new Bytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The bytes themselves, not a copy. */
  public byte[] value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Bytes b && Arrays.equals(value, b.value));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** One character a byte. */
  @Override
  public String toString() {
    return new String(value, StandardCharsets.ISO_8859_1);
  }
}
