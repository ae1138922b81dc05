/**
 * The operators of Lua as plain classes of static methods, errors with their positions and
 * tracebacks. Null-unmarked because Java's null is Lua's nil here.
 */
@NullUnmarked
package io.perigee.lua.runtime;

import org.jspecify.annotations.NullUnmarked;
