package io.perigee.lua.compile;

import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.FunctionBody;
import io.perigee.lua.syntax.Statement;
import io.perigee.lua.syntax.TreeWalk;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;

/**
 * Finds the calls of a function that look like {@code coroutine.yield(...)} and stand where nothing
 * else is half evaluated: as a statement, or as a value of a declaration or assignment. Each gets a
 * number from 1. The name only selects them; what is called decides when it runs.
 *
 * <p>The generic for loops get the numbers that follow: a step without a stack can stop where one
 * calls its iterator.
 */
final class SuspendPoints extends TreeWalk {
  private static final int MAX_POINTS = 50;

  private final IdentityHashMap<Object, Integer> points = new IdentityHashMap<>();
  private final List<Statement.GenericFor> loops = new ArrayList<>();

  private SuspendPoints() {}

  /**
   * The calls in a function, and its generic for loops if it has such calls; none where there are
   * too many for copies of their surroundings.
   */
  static IdentityHashMap<Object, Integer> in(FunctionBody body) {
    SuspendPoints found = new SuspendPoints();
    found.block(body.block());
    int calls = found.points.size();
    if (calls == 0 || calls > MAX_POINTS) {
      return new IdentityHashMap<>();
    }
    if (calls + found.loops.size() <= MAX_POINTS) {
      found.loops.forEach(loop -> found.points.put(loop, found.points.size() + 1));
    }
    return found.points;
  }

  /** The points at which the values of a resume are dropped, as a mask; bit 0 is the start. */
  static long careless(FunctionBody body, IdentityHashMap<Object, Integer> points) {
    long[] found = {body.parameters().isEmpty() && !body.vararg() ? 1 : 0};
    new TreeWalk() {
      void walk() {
        block(body.block());
      }

      @Override
      protected void statement(Statement statement) {
        if (statement instanceof Statement.CallStatement c && points.containsKey(c.call())) {
          found[0] |= 1L << points.get(c.call());
        }
        super.statement(statement);
      }
    }.walk();
    return found[0];
  }

  @Override
  protected void statement(Statement statement) {
    switch (statement) {
      case Statement.CallStatement c -> note(c.call());
      case Statement.LocalDeclaration d -> d.values().forEach(this::note);
      case Statement.GenericFor f -> loops.add(f);
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
