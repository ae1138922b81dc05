/** What every subsystem stands on: workers, connections, variables, zones, logs, the cycle. */
@NullMarked
package io.perigee.core;

import org.jspecify.annotations.NullMarked;
