/** The text of nginx.conf: tokens, the tree of directives with file and line, {@code include}. */
@NullMarked
package io.perigee.conf.text;

import org.jspecify.annotations.NullMarked;
