/** {@code auth_request}: access decided by a subrequest. */
@NullMarked
package io.perigee.httpmodules.authrequest;

import org.jspecify.annotations.NullMarked;
