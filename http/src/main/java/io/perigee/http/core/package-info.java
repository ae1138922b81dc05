/**
 * The directives of nginx's core module and the blocks that they make: http, server, location,
 * listening addresses.
 */
@NullMarked
package io.perigee.http.core;

import org.jspecify.annotations.NullMarked;
