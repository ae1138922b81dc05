/** The index file of a directory. */
@NullMarked
package io.perigee.httpmodules.index;

import org.jspecify.annotations.NullMarked;
