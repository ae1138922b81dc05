/** nginx.conf as a language: text, directives, values. */
@NullMarked
package io.perigee.conf;

import org.jspecify.annotations.NullMarked;
