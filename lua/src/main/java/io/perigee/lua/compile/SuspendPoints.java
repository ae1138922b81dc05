package io.perigee.lua.compile;

import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.FunctionBody;
import io.perigee.lua.syntax.Statement;
import io.perigee.lua.syntax.TreeWalk;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;

/**
 * Finds the calls of a function that look like {@code coroutine.yield(...)} and stand where nothing
 * else is half evaluated: as a statement, or as a value of a declaration or assignment. Each gets a
 * number from 1. The name only selects them; what is called decides when it runs.
 */
final class SuspendPoints extends TreeWalk {
  private static final int MAX_POINTS = 50;

  private final IdentityHashMap<Expression, Integer> points = new IdentityHashMap<>();

  private SuspendPoints() {}

  /** The calls in a function; none where there are too many for copies of their surroundings. */
  static IdentityHashMap<Expression, Integer> in(FunctionBody body) {
    SuspendPoints found = new SuspendPoints();
    found.block(body.block());
    return found.points.size() > MAX_POINTS ? new IdentityHashMap<>() : found.points;
  }

  @Override
  protected void statement(Statement statement) {
    switch (statement) {
      case Statement.CallStatement c -> note(c.call());
      case Statement.LocalDeclaration d -> d.values().forEach(this::note);
      case Statement.Assignment a -> assignment(a.targets(), a.values());
      default -> {
        // Its parts are visited below.
      }
    }
    super.statement(statement);
  }

  private void assignment(List<Expression> targets, List<Expression> values) {
    boolean simple = targets.size() == 1 && values.size() == 1;
    if (values.size() == 1 && !(simple && targets.getFirst() instanceof Expression.Index)) {
      note(values.getFirst());
    }
  }

  private void note(Expression e) {
    if (e instanceof Expression.Call c
        && Names.plain(c.function()).toLowerCase(Locale.ROOT).endsWith("yield")) {
      points.put(c, points.size() + 1);
    }
  }
}
