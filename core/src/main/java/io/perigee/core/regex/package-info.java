/** Regular expressions in PCRE's syntax over bytes. */
@NullMarked
package io.perigee.core.regex;

import org.jspecify.annotations.NullMarked;
