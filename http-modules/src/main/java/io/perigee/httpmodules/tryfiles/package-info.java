/** {@code try_files}: the first of several files that exists, or a fallback. */
@NullMarked
package io.perigee.httpmodules.tryfiles;

import org.jspecify.annotations.NullMarked;
