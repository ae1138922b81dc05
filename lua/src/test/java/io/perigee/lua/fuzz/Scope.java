package io.perigee.lua.fuzz;

import java.util.ArrayList;
import java.util.List;

/** The variables that can be seen at a place of a generated program. */
final class Scope {
  private final Scope outer;
  private final List<Variable> variables = new ArrayList<>();
  private final boolean function;
  private final boolean vararg;
  private final boolean loop;

  /** A variable and what it likely holds. */
  record Variable(String name, Kind kind) {}

  private Scope(Scope outer, boolean function, boolean vararg, boolean loop) {
    this.outer = outer;
    this.function = function;
    this.vararg = vararg;
    this.loop = loop;
  }

  static Scope chunk() {
    return new Scope(null, true, true, false);
  }

  Scope block() {
    return new Scope(this, false, false, false);
  }

  Scope loop() {
    return new Scope(this, false, false, true);
  }

  Scope function(boolean isVararg) {
    return new Scope(this, true, isVararg, false);
  }

  void declare(String name, Kind kind) {
    variables.add(new Variable(name, kind));
  }

  boolean isVararg() {
    return function ? vararg : outer.isVararg();
  }

  boolean isInLoop() {
    return loop || (!function && outer.isInLoop());
  }

  int functionDepth() {
    return outer == null ? 0 : outer.functionDepth() + (function ? 1 : 0);
  }

  /** A visible variable that likely holds this; null where there is none. */
  String pick(Choices choices, Kind kind) {
    List<String> found = new ArrayList<>();
    for (Scope s = this; s != null; s = s.outer) {
      for (Variable v : s.variables) {
        if (kind == Kind.ANY || v.kind() == kind) {
          found.add(v.name());
        }
      }
    }
    return found.isEmpty() ? null : found.get(choices.below(found.size()));
  }
}
