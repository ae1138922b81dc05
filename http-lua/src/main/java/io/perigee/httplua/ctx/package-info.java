/** {@code ngx.ctx}. */
@NullMarked
package io.perigee.httplua.ctx;

import org.jspecify.annotations.NullMarked;
