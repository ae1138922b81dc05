/**
 * {@code LuaTable} with its shapes, {@code LuaString} (bytes), {@code LuaFunction}, {@code
 * Userdata}: the values of Lua without its operators. Null-unmarked because Java's null is Lua's
 * nil here.
 */
@NullUnmarked
package io.perigee.lua.value;

import org.jspecify.annotations.NullUnmarked;
