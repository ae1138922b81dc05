package io.perigee.http.location;

import io.perigee.core.variable.ComplexValue;
import io.perigee.http.request.Request;

/**
 * The folder of a {@code root} or {@code alias} directive, absolute unless it begins with a
 * variable. For {@code alias}, {@code aliased} is how many bytes of the path the folder stands for,
 * or {@link #WHOLE_URI} in a location given by a regular expression.
 */
public record Root(ComplexValue<Request> folder, int aliased) {
  /** The value of {@link #aliased} for {@code root}. */
  public static final int NO_ALIAS = 0;

  /** The alias stands for the whole path. */
  public static final int WHOLE_URI = -1;

  /** Whether it comes from an {@code alias} directive. */
  public boolean isAlias() {
    return aliased != NO_ALIAS;
  }
}
