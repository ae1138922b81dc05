/** {@code map}: a variable whose value follows from another. */
@NullMarked
package io.perigee.httpmodules.map;

import org.jspecify.annotations.NullMarked;
