package io.perigee.core.variable;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of one subject's variables by index: unknown yet, "not found", or bytes (nginx's
 * {@code r->variables}). Subrequests share the object of their main request.
 */
public final class VariableValues {
  private static final byte[] NOT_FOUND = new byte[0];

  private byte[] @Nullable [] values;

  /** Room for this many variables; see {@link VariableTable#indexed()}. */
  public VariableValues(int size) {
    values = new byte[size][];
  }

  /** The same values as an object of their own. */
  public VariableValues copy() {
    VariableValues other = new VariableValues(values.length);
    System.arraycopy(values, 0, other.values, 0, values.length);
    return other;
  }

  /** Whether a value, or "not found", is stored. */
  public boolean isKnown(int index) {
    return index < values.length && values[index] != null;
  }

  /** The stored value, or null for "not found" and for unknown. */
  @SuppressWarnings("ReferenceEquality") // an empty value is another array than the mark
  public byte @Nullable [] value(int index) {
    byte[] value = index < values.length ? values[index] : null;
    return value == NOT_FOUND ? null : value;
  }

  /** Stores a value, or "not found" for null. */
  public void set(int index, byte @Nullable [] value) {
    if (index >= values.length) {
      values = Arrays.copyOf(values, index + 1);
    }
    values[index] = value == null ? NOT_FOUND : value;
  }

  /** Makes a value unknown again. */
  public void forget(int index) {
    if (index < values.length) {
      values[index] = null;
    }
  }

  /** Makes all values unknown, as for a new subject. */
  public void clear() {
    Arrays.fill(values, null);
  }
}
