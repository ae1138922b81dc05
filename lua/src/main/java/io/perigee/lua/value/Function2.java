package io.perigee.lua.value;

/**
 * The body of a host function of two arguments; missing ones arrive as nil, extra ones are dropped.
 */
@FunctionalInterface
public interface Function2 {
  /** Computes the raw result: a value, or a {@link Results}. */
  Object call(Object a, Object b);
}
