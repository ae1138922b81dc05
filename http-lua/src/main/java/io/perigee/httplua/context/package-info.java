/** A request as its Lua code sees it: the threads, the output so far, and how the request ends. */
@NullMarked
package io.perigee.httplua.context;

import org.jspecify.annotations.NullMarked;
