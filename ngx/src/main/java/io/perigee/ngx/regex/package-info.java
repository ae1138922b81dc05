/** {@code ngx.re}: regular expressions on Lua strings. */
@NullMarked
package io.perigee.ngx.regex;

import org.jspecify.annotations.NullMarked;
