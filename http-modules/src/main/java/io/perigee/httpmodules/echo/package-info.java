/**
 * The directives of the echo module: output, time, subrequests and variables for tests and
 * demonstrations.
 */
@NullMarked
package io.perigee.httpmodules.echo;

import org.jspecify.annotations.NullMarked;
