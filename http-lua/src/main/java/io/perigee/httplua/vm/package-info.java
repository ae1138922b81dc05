/**
 * The Lua VM of a worker with the API in it, and the chunks of the configuration inside that VM.
 */
@NullMarked
package io.perigee.httplua.vm;

import org.jspecify.annotations.NullMarked;
