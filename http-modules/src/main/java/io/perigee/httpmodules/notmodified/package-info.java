/** Conditional requests: 304 and 412. */
@NullMarked
package io.perigee.httpmodules.notmodified;

import org.jspecify.annotations.NullMarked;
