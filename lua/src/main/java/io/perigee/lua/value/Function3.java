package io.perigee.lua.value;

/**
 * The body of a host function of three arguments; missing ones arrive as nil, extra ones are
 * dropped.
 */
@FunctionalInterface
public interface Function3 {
  /** Computes the raw result: a value, or a {@link Results}. */
  Object call(Object a, Object b, Object c);
}
