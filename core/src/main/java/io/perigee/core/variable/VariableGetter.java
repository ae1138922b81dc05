package io.perigee.core.variable;

import org.jspecify.annotations.Nullable;

/** Computes a variable's value for a subject. */
@FunctionalInterface
public interface VariableGetter<S> {
  /** The value, or null where the variable is "not found" for this subject. */
  byte @Nullable [] value(S subject);
}
