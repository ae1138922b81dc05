/** {@code ngx.location.capture}: subrequests whose response is handed to Lua code. */
@NullMarked
package io.perigee.httplua.capture;

import org.jspecify.annotations.NullMarked;
