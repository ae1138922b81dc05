package io.perigee.lua.compile;

import java.lang.constant.ClassDesc;

/** How a closure holds a variable of an enclosing function. */
enum UpvalueKind {
  /** Its cell, because the variable changes. */
  SHARED,
  /** A copy of its final value. */
  ANY,
  /** A copy of its final value, which is a number. */
  NUMBER,
  /** A copy of its final value, which is an integer. */
  INTEGER,
  /** A copy of its final value, which is a function. */
  FUNCTION,
  /** Not at all: the variable holds the closure itself. */
  SELF;

  ClassDesc type() {
    return switch (this) {
      case SHARED -> Descriptors.CELL;
      case ANY, SELF -> Descriptors.OBJECT;
      case NUMBER -> Descriptors.DOUBLE;
      case INTEGER -> Descriptors.LONG;
      case FUNCTION -> Descriptors.FUNCTION;
    };
  }
}
