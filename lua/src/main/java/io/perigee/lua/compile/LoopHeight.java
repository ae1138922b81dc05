package io.perigee.lua.compile;

import io.perigee.lua.syntax.Block;
import io.perigee.lua.syntax.Statement;
import io.perigee.lua.syntax.TreeWalk;

/** How many loops deep the deepest nest inside a block is. */
final class LoopHeight extends TreeWalk {
  private int depth;
  private int height;

  private LoopHeight() {}

  static int of(Block block) {
    LoopHeight walk = new LoopHeight();
    walk.block(block);
    return walk.height;
  }

  @Override
  protected void statement(Statement statement) {
    boolean loop =
        statement instanceof Statement.While
            || statement instanceof Statement.Repeat
            || statement instanceof Statement.NumericFor
            || statement instanceof Statement.GenericFor;
    depth += loop ? 1 : 0;
    height = Math.max(height, depth);
    super.statement(statement);
    depth -= loop ? 1 : 0;
  }
}
