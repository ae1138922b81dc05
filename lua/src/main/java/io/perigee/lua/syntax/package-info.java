/**
 * Lua source text to a tree: the lexer, the parser with its resolution of locals, upvalues and
 * labels, and the scanner for Lua blocks inside configuration files. Follows the grammar of Lua 5.1
 * with the extensions and the error texts of LuaJIT 2.1.
 */
@NullMarked
package io.perigee.lua.syntax;

import org.jspecify.annotations.NullMarked;
