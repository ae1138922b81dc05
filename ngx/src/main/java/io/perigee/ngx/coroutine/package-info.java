/** The functions of {@code coroutine.*} inside a handler and {@code ngx.thread.*}. */
@NullMarked
package io.perigee.ngx.coroutine;

import org.jspecify.annotations.NullMarked;
