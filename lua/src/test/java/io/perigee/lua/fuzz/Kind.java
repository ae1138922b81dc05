package io.perigee.lua.fuzz;

/** What a variable most likely holds, so that most operations of a program go well. */
enum Kind {
  NUMBER,
  STRING,
  TABLE,
  FUNCTION,
  ANY
}
