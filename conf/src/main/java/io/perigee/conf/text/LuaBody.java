package io.perigee.conf.text;

/**
 * The Lua source between the braces of a {@code *_by_lua_block} directive, unchanged, with the line
 * of its opening brace.
 */
public record LuaBody(String text, int line) {}
