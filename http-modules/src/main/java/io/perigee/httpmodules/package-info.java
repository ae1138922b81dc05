/** The feature modules of HTTP, one package each, and the ordered list of them. */
@NullMarked
package io.perigee.httpmodules;

import org.jspecify.annotations.NullMarked;
