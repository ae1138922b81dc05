/**
 * One generation of the configuration and what was made from it; during a reload two live side by
 * side. Follows nginx's {@code ngx_cycle.c} and the directives of its core and event modules.
 */
@NullMarked
package io.perigee.core.cycle;

import org.jspecify.annotations.NullMarked;
