/** The only place where HTTP and Lua meet. */
@NullMarked
package io.perigee.httplua;

import org.jspecify.annotations.NullMarked;
