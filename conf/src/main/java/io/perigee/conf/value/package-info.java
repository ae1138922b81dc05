/** Readers for the values of directives: sizes, times, flags, numbers, enumerations, bit masks. */
@NullMarked
package io.perigee.conf.value;

import org.jspecify.annotations.NullMarked;
