/**
 * A worker: one event loop thread with its timers, its connections and its attachments. Anything of
 * a worker is touched only on its thread. Zones are the only state that workers share, and they are
 * thread-safe. Blocking work goes to virtual threads and comes back as an event.
 */
@NullMarked
package io.perigee.core.worker;

import org.jspecify.annotations.NullMarked;
