/** {@code ngx.req.socket}: a client's body or whole connection as a cosocket. */
@NullMarked
package io.perigee.httplua.socket;

import org.jspecify.annotations.NullMarked;
