/** Requests that are passed on to HTTP servers (nginx's proxy module). */
@NullMarked
package io.perigee.httpmodules.proxy;

import org.jspecify.annotations.NullMarked;
