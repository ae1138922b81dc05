/** {@code valid_referers} and the variable {@code $invalid_referer}. */
@NullMarked
package io.perigee.httpmodules.referer;

import org.jspecify.annotations.NullMarked;
