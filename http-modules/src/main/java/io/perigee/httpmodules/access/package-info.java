/** {@code allow} and {@code deny} by client address. */
@NullMarked
package io.perigee.httpmodules.access;

import org.jspecify.annotations.NullMarked;
