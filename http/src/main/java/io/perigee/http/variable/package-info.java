/** Variables of the HTTP core with nginx's names, and functions that give a variable its value. */
@NullMarked
package io.perigee.http.variable;

import org.jspecify.annotations.NullMarked;
