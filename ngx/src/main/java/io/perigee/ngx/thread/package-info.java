/**
 * Light threads and their scheduler: who runs, who waits, who is woken.
 *
 * <p>Every coroutine that Lua code makes while a handler runs is resumed flat by {@link
 * io.perigee.ngx.thread.ThreadScheduler}: a {@code coroutine.resume} suspends the caller to the
 * scheduler, which runs the target. So a waiting call suspends just the innermost coroutine.
 */
@NullMarked
package io.perigee.ngx.thread;

import org.jspecify.annotations.NullMarked;
