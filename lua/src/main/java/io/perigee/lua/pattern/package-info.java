/**
 * Lua patterns (Lua manual section 5.4.1) and the number and text conversions of {@code
 * string.format}; works on plain byte arrays and knows neither values nor the virtual machine.
 *
 * <p>Not null-marked: the package belongs to the runtime, where Java null stands for Lua's nil.
 */
@NullUnmarked
package io.perigee.lua.pattern;

import org.jspecify.annotations.NullUnmarked;
