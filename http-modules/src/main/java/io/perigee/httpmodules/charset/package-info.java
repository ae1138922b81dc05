/** {@code charset}: the character set in the Content-Type of text. */
@NullMarked
package io.perigee.httpmodules.charset;

import org.jspecify.annotations.NullMarked;
