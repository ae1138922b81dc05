/** How modules put their directives, variables, handlers and filters into the HTTP subsystem. */
@NullMarked
package io.perigee.http.module;

import org.jspecify.annotations.NullMarked;
