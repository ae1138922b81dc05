/**
 * Cosockets: sockets that Lua code uses as if they blocked. A {@link
 * io.perigee.ngx.socket.StreamSocket} is what Lua holds; a {@link io.perigee.ngx.socket.Link} is
 * where its bytes come from and go to; a {@link io.perigee.ngx.socket.Reception} is what a reading
 * call waits for.
 */
@NullMarked
package io.perigee.ngx.socket;

import org.jspecify.annotations.NullMarked;
