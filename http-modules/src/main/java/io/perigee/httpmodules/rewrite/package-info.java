/** {@code set}, {@code if}, {@code return}, {@code rewrite} and {@code break}. */
@NullMarked
package io.perigee.httpmodules.rewrite;

import org.jspecify.annotations.NullMarked;
