/** The part of the ngx API that does not know a subsystem. */
@NullMarked
package io.perigee.ngx;

import org.jspecify.annotations.NullMarked;
