/** Lua values written as the bytes that go to a client, a peer or a log. */
@NullMarked
package io.perigee.ngx.text;

import org.jspecify.annotations.NullMarked;
