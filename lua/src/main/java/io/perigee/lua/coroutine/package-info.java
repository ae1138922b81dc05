/**
 * {@code Coroutine}: Lua's coroutines, and the host's light threads, over {@code
 * jdk.internal.vm.Continuation}; the only package that names {@code jdk.internal}. Null-unmarked
 * because Java's null is Lua's nil here.
 */
@NullUnmarked
package io.perigee.lua.coroutine;

import org.jspecify.annotations.NullUnmarked;
