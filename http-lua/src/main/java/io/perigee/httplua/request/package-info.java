/** {@code ngx.req}: reading and changing the request. */
@NullMarked
package io.perigee.httplua.request;

import org.jspecify.annotations.NullMarked;
