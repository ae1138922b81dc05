/** Finding the server block for a host name and the location for a URI. */
@NullMarked
package io.perigee.http.location;

import org.jspecify.annotations.NullMarked;
