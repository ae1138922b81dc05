package io.perigee.http.core;

import io.perigee.core.variable.ComplexValue;
import io.perigee.http.request.Request;

/**
 * Where the files of a location lie.
 *
 * @param path the folder; a constant one is absolute, one with variables may turn out relative to the
 *     prefix
 * @param alias whether the folder stands for the location's name instead of standing before the URI
 */
public record DocumentRoot(ComplexValue<Request> path, boolean alias) {}
