/**
 * The modules of lua-resty-core under their own names. What they install into {@code ngx} is always
 * there, so requiring them only gives their tables.
 */
@NullMarked
package io.perigee.ngx.resty;

import org.jspecify.annotations.NullMarked;
