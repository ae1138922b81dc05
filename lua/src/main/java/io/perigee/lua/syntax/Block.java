package io.perigee.lua.syntax;

import java.util.List;

/** A sequence of statements with its own scope. */
public record Block(List<Statement> statements) {}
