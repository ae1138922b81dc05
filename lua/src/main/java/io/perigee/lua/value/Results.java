package io.perigee.lua.value;

import java.util.List;

/**
 * What a call gave back when that is not exactly one value: no values, or two and more. A single
 * result is always the bare value. The subclass {@link TailCall} stands for results still to be
 * computed, so that one {@code instanceof Results} tells a caller whether it holds a plain value.
 */
public sealed class Results permits TailCall {
  private static final Object[] NONE = {};

  /** The result of a call that returned nothing. */
  public static final Results EMPTY = new Results(NONE);

  private final Object[] values;

  /** Holds the values; the array is given up by the caller. */
  Results(Object[] values) {
    this.values = values;
  }

  /** The raw result for these values: the value itself when it is the only one. */
  public static Object of(Object... values) {
    return switch (values.length) {
      case 0 -> EMPTY;
      case 1 -> values[0];
      default -> new Results(values);
    };
  }

  /** Two results. */
  public static Results of(Object a, Object b) {
    return new Results(new Object[] {a, b});
  }

  /** The raw result for the elements of a list. */
  public static Object of(List<?> values) {
    return of(values.toArray());
  }

  /** The number of values. */
  public int count() {
    return values.length;
  }

  /** The value at an index from 0, nil beyond the end. */
  public Object get(int index) {
    return index < values.length ? values[index] : null;
  }

  /** The first value, nil when there is none. */
  public Object first() {
    return values.length == 0 ? null : values[0];
  }

  /** The values themselves, not a copy. */
  public Object[] values() {
    return values;
  }

  /** The first value of a raw result, computing a pending tail call. */
  public static Object first(Object raw) {
    Object result = raw instanceof TailCall call ? call.finish() : raw;
    return result instanceof Results several ? several.first() : result;
  }

  /** All values of a raw result, computing a pending tail call; the array may be shared. */
  public static Object[] toArray(Object raw) {
    Object result = raw instanceof TailCall call ? call.finish() : raw;
    return result instanceof Results several ? several.values : new Object[] {result};
  }
}
