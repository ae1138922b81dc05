package io.perigee.lua.value;

/**
 * The body of a host function of one argument; missing ones arrive as nil, extra ones are dropped.
 */
@FunctionalInterface
public interface Function1 {
  /** Computes the raw result: a value, or a {@link Results}. */
  Object call(Object a);
}
