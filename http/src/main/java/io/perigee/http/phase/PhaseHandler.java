package io.perigee.http.phase;

import io.perigee.http.request.Request;

/**
 * A module's part in a phase, or the content handler of a location. What an {@link Outcome} means
 * depends on the phase; {@link PhaseEngine} has nginx's rules.
 */
@FunctionalInterface
public interface PhaseHandler {
  /** Does the handler's work for one request. */
  Outcome handle(Request r);
}
