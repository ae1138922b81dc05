/** {@code ngx.timer}: functions that run later, without a client. */
@NullMarked
package io.perigee.ngx.timer;

import org.jspecify.annotations.NullMarked;
