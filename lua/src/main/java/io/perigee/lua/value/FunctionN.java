package io.perigee.lua.value;

/** The body of a host function that sees how many arguments were given. */
@FunctionalInterface
public interface FunctionN {
  /** Computes the raw result: a value, or a {@link Results}. */
  Object call(Object[] args);
}
