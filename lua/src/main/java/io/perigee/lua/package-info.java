/** The Lua runtime: one isolated virtual machine and the way a host reaches it. */
@NullMarked
package io.perigee.lua;

import org.jspecify.annotations.NullMarked;
