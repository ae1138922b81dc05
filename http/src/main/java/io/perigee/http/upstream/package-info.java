/**
 * Requests that are passed on to other servers: groups of peers and the choice among them, the
 * exchange with one peer as a machine of states, its response's way to the client. What is said to
 * the peer belongs to a module, behind {@link io.perigee.http.upstream.UpstreamProtocol}.
 */
@NullMarked
package io.perigee.http.upstream;

import org.jspecify.annotations.NullMarked;
