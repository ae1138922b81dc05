/**
 * Trees of Lua functions to JVM classes through {@code java.lang.classfile}: one class a function,
 * generated when its closure is first made, defined once per virtual machine.
 */
@NullMarked
package io.perigee.lua.compile;

import org.jspecify.annotations.NullMarked;
