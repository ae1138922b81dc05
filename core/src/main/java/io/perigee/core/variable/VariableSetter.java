package io.perigee.core.variable;

/** Takes a value that is assigned to a variable. */
@FunctionalInterface
public interface VariableSetter<S> {
  /** Sets the value for a subject. */
  void set(S subject, byte[] value);
}
