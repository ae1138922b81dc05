/** {@code add_header}, {@code add_trailer} and {@code expires}. */
@NullMarked
package io.perigee.httpmodules.headers;

import org.jspecify.annotations.NullMarked;
