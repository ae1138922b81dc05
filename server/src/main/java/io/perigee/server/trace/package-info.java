/** {@code perigee trace}: the picture of a scheduling trace. */
@NullMarked
package io.perigee.server.trace;

import org.jspecify.annotations.NullMarked;
