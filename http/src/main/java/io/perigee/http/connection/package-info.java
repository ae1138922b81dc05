/**
 * The HTTP/1.x state machine: request line, headers, body framing, keep-alive, pipelining and the
 * ways a connection ends.
 */
@NullMarked
package io.perigee.http.connection;

import org.jspecify.annotations.NullMarked;
