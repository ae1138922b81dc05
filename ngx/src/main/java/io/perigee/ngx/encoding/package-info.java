/**
 * Escaping, encoding and digests of the ngx API. The codecs themselves stand in {@link
 * io.perigee.core.text}; here are the Lua functions with their argument rules.
 */
@NullMarked
package io.perigee.ngx.encoding;

import org.jspecify.annotations.NullMarked;
