/** Listening sockets and how accepted connections reach the workers. */
@NullMarked
package io.perigee.core.net;

import org.jspecify.annotations.NullMarked;
