/** The small families: constants, the clock, the error log, the worker and the build's facts. */
@NullMarked
package io.perigee.ngx.base;

import org.jspecify.annotations.NullMarked;
