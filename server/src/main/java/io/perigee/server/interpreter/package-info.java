/** The stand-alone Lua interpreter, {@code perigee lua}, used the way {@code luajit} is used. */
@NullMarked
package io.perigee.server.interpreter;

import org.jspecify.annotations.NullMarked;
