package io.perigee.lua.compile;

import io.perigee.lua.syntax.LabelName;
import io.perigee.lua.syntax.Statement;
import io.perigee.lua.syntax.TreeWalk;
import java.util.ArrayList;
import java.util.List;

/** Finds out whether a statement jumps out of itself, so that it cannot move to another method. */
final class Escapes extends TreeWalk {
  private final List<LabelName> labels = new ArrayList<>();
  private final List<LabelName> targets = new ArrayList<>();
  private int loops;
  private boolean breaks;

  private Escapes() {}

  static boolean from(Statement statement) {
    if (statement instanceof Statement.Label) {
      return true;
    }
    Escapes escapes = new Escapes();
    escapes.statement(statement);
    return escapes.breaks || !escapes.labels.containsAll(escapes.targets);
  }

  @Override
  protected void statement(Statement statement) {
    boolean loop =
        switch (statement) {
          case Statement.While w -> true;
          case Statement.Repeat r -> true;
          case Statement.NumericFor f -> true;
          case Statement.GenericFor f -> true;
          case Statement.Break b -> {
            breaks |= loops == 0;
            yield false;
          }
          case Statement.Goto g -> {
            targets.add(g.jump().target());
            yield false;
          }
          case Statement.Label l -> {
            labels.add(l.label());
            yield false;
          }
          default -> false;
        };
    loops += loop ? 1 : 0;
    super.statement(statement);
    loops -= loop ? 1 : 0;
  }
}
