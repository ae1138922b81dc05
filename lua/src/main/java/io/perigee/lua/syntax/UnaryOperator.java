package io.perigee.lua.syntax;

/** The operators of one operand. */
public enum UnaryOperator {
  /** Arithmetic negation. */
  MINUS,
  /** Logical negation. */
  NOT,
  /** Length. */
  LENGTH
}
