/**
 * Requests that memcached answers: nginx's memcached module, which only reads, and OpenResty's memc
 * module, which has all commands. Both speak memcached's text protocol.
 */
@NullMarked
package io.perigee.httpmodules.memcached;

import org.jspecify.annotations.NullMarked;
