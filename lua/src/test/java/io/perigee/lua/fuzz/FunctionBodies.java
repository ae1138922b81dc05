package io.perigee.lua.fuzz;

/** Generates the expression that makes a function, with its body on the same line. */
interface FunctionBodies {
  String function(Scope scope, int depth);
}
