/** Ranges of a response: one or several. */
@NullMarked
package io.perigee.httpmodules.range;

import org.jspecify.annotations.NullMarked;
