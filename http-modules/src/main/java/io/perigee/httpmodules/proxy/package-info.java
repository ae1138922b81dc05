/** What configurations say about requests that are passed on; so far the folder for their files. */
@NullMarked
package io.perigee.httpmodules.proxy;

import org.jspecify.annotations.NullMarked;
