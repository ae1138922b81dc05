/**
 * Shared zones: keyed stores of one process that all workers see, with nginx's bounds in bytes,
 * least-recently-used order and expiry. They are the only mutable state that workers share.
 */
@NullMarked
package io.perigee.core.zone;

import org.jspecify.annotations.NullMarked;
