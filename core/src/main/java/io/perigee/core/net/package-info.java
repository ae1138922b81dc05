/** Listening sockets, how accepted connections reach the workers, and outgoing connections. */
@NullMarked
package io.perigee.core.net;

import org.jspecify.annotations.NullMarked;
