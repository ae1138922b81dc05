/** The HTTP subsystem, without any Lua. */
@NullMarked
package io.perigee.http;

import org.jspecify.annotations.NullMarked;
