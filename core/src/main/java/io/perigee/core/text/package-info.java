/** Bytes as text: ASCII case, numbers, hexadecimal, URI escaping, Latin-1. */
@NullMarked
package io.perigee.core.text;

import org.jspecify.annotations.NullMarked;
