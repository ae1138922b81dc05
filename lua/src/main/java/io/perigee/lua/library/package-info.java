/**
 * The standard libraries of Lua 5.1 with LuaJIT's extensions (Lua manual section 5), one class a
 * library.
 *
 * <p>Not null-marked: Java null is Lua's nil here.
 */
@NullUnmarked
package io.perigee.lua.library;

import org.jspecify.annotations.NullUnmarked;
