package io.perigee.lua.syntax;

/**
 * A declared local variable or parameter, with what the parser found out about its use. Two
 * variables of one name are two objects.
 */
public final class LocalVariable {
  private final String name;
  private final int line;
  private final int depth;
  private boolean captured;
  private boolean reassigned;

  LocalVariable(String name, int line, int depth) {
    this.name = name;
    this.line = line;
    this.depth = depth;
  }

  /** The name as written; Latin-1. */
  public String name() {
    return name;
  }

  /** The line of its declaration. */
  public int line() {
    return line;
  }

  /** The nesting depth of the function that declares it; 0 is the main chunk. */
  public int depth() {
    return depth;
  }

  /** Whether an inner function uses it. */
  public boolean isCaptured() {
    return captured;
  }

  /** Whether anything assigns it after its declaration. */
  public boolean isReassigned() {
    return reassigned;
  }

  /** Whether inner functions must see later assignments, so that it lives in a cell. */
  public boolean isShared() {
    return captured && reassigned;
  }

  void capture() {
    captured = true;
  }

  void reassign() {
    reassigned = true;
  }

  @Override
  public String toString() {
    return name;
  }
}
