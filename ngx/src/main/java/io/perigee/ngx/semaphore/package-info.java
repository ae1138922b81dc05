/** The module {@code ngx.semaphore}. */
@NullMarked
package io.perigee.ngx.semaphore;

import org.jspecify.annotations.NullMarked;
