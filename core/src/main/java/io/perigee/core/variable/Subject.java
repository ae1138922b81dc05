package io.perigee.core.variable;

import org.jspecify.annotations.Nullable;

/** What variables are about: a request, or a session of another subsystem. */
public interface Subject {
  /** The values that were computed or set before, by index. */
  VariableValues variables();

  /** A group of the last regular expression that matched ({@code $1}), or null. */
  byte @Nullable [] capture(int group);
}
