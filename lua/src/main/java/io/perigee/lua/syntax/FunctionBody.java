package io.perigee.lua.syntax;

import java.util.List;

/**
 * A function as parsed and resolved.
 *
 * @param name what the source calls it, for class names and profilers; {@code main} for a chunk
 * @param parameters the named parameters, {@code self} included
 * @param vararg whether it takes {@code ...}
 * @param block the statements
 * @param upvalues the variables of enclosing functions that it uses, itself or for inner functions
 * @param depth how many functions enclose it
 * @param lineDefined the line of {@code function}, 0 for a chunk
 * @param lastLine the line of {@code end}
 */
public record FunctionBody(
    String name,
    List<LocalVariable> parameters,
    boolean vararg,
    Block block,
    List<LocalVariable> upvalues,
    int depth,
    int lineDefined,
    int lastLine) {}
