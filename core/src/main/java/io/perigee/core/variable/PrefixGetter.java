package io.perigee.core.variable;

import org.jspecify.annotations.Nullable;

/** Computes the value of a variable whose name begins with a prefix such as {@code arg_}. */
@FunctionalInterface
public interface PrefixGetter<S> {
  /** The value for the part of the name behind the prefix, or null for "not found". */
  byte @Nullable [] value(S subject, byte[] rest);
}
