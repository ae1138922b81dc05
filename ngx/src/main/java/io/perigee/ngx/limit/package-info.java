/** How long Lua code may run: the CPU time of a handler, and the time until others get a turn. */
@NullMarked
package io.perigee.ngx.limit;

import org.jspecify.annotations.NullMarked;
