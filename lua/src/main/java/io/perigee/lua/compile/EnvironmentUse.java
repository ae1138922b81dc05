package io.perigee.lua.compile;

import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.FunctionBody;
import io.perigee.lua.syntax.TreeWalk;
import java.util.Set;

/**
 * Finds the functions that may ask for the function object of their own frame: those that name
 * getfenv, setfenv, module or getinfo.
 */
final class EnvironmentUse extends TreeWalk {
  private static final Set<String> NAMES = Set.of("getfenv", "setfenv", "module", "getinfo");

  private boolean found;

  private EnvironmentUse() {}

  static boolean isIn(FunctionBody body) {
    EnvironmentUse use = new EnvironmentUse();
    use.block(body.block());
    return use.found;
  }

  @Override
  protected void expression(Expression e) {
    String name =
        switch (e) {
          case Expression.Global g -> g.name().toString();
          case Expression.Local l -> l.variable().name();
          case Expression.Upvalue u -> u.variable().name();
          case Expression.Str s -> s.bytes().toString();
          default -> "";
        };
    found |= NAMES.contains(name);
    super.expression(e);
  }
}
