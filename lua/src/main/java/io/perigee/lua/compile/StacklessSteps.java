package io.perigee.lua.compile;

import io.perigee.lua.syntax.Block;
import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.FunctionBody;
import io.perigee.lua.syntax.Statement;
import io.perigee.lua.syntax.UnaryOperator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds from which {@link SuspendPoints} a resumable function may go on without a stack of its own.
 * Between such a point and the next nothing is called for certain that could suspend it. A
 * metamethod or a safe point still may; then the step is given up there and begun again with a
 * stack, so up to there it must have changed nothing but its own locals.
 *
 * <p>The code is gone through in the order in which it runs, with the sets of the points that it
 * may have come from: without a lasting change on the way, and with one. Sets are bit masks; bit 0
 * is the function's start.
 *
 * <p>A generic for loop whose iterator is itself a coroutine without a stack calls it in place.
 * From there on the step can be given up and begun again behind that call, with the locals as they
 * are then: so in the loop's body no local may change before what may need a stack. A loop that
 * does not keep to that refuses all points from which it is reached.
 */
final class StacklessSteps {
  private static final long NONE = 0;

  private final IdentityHashMap<Object, Integer> points;
  private final Deque<Flow> loops = new ArrayDeque<>();

  /** For the point of each loop those that its rounds are reached from. */
  private final long[] origins = new long[Long.SIZE];

  /** The points of loops. */
  private long rounds;

  private Flow here = new Flow(1, NONE);
  private long refused;

  /**
   * Where the running code may have come from.
   *
   * @param clean the points since which nothing has changed
   * @param changed the points since which something has
   */
  private record Flow(long clean, long changed) {
    static final Flow NOWHERE = new Flow(NONE, NONE);

    Flow or(Flow other) {
      return new Flow(clean | other.clean, changed | other.changed);
    }
  }

  private StacklessSteps(IdentityHashMap<Object, Integer> points) {
    this.points = points;
  }

  /** The points as a mask: bit n is point n, bit 0 the start. */
  static long in(FunctionBody body, IdentityHashMap<Object, Integer> points) {
    StacklessSteps steps = new StacklessSteps(points);
    steps.mayNeedStack();
    steps.block(body.block());
    long all = (2L << points.size()) - 1;
    long left = all & ~steps.allRefused();
    return (left & ~steps.rounds) == 0 ? NONE : left;
  }

  /** A loop that is refused refuses those from which it is reached. */
  private long allRefused() {
    long before;
    do {
      before = refused;
      for (int i = 0; i < origins.length; i++) {
        if ((refused >> i & 1) != 0) {
          refused |= origins[i];
        }
      }
    } while (refused != before);
    return refused;
  }

  // ---- what the code does ----

  /** A metamethod or the task of a safe point may run here. */
  private void mayNeedStack() {
    refused |= here.changed;
  }

  /** Something that lasts is changed. */
  private void change() {
    here = new Flow(NONE, here.clean | here.changed);
  }

  /** Something is called that may do anything. */
  private void call() {
    refused |= here.clean | here.changed;
    here = Flow.NOWHERE;
  }

  private void suspend(int point) {
    here = new Flow(1L << point, NONE);
  }

  /** The iterator of a loop is called, or a table is traversed. */
  private void round(int point) {
    long bit = 1L << point;
    rounds |= bit;
    origins[point] |= here.clean | here.changed;
    here = new Flow(here.clean | bit, here.changed & ~bit);
  }

  /** From these points the step cannot be begun again any more. */
  private void lose(long lost) {
    here = new Flow(here.clean & ~lost, here.changed | (here.clean & lost));
  }

  // ---- statements ----

  private void block(@Nullable Block block) {
    if (block != null) {
      block.statements().forEach(this::statement);
    }
  }

  private void statement(Statement statement) {
    switch (statement) {
      case Statement.LocalDeclaration d -> all(d.values());
      case Statement.LocalFunction f -> {
        // A closure is made; nothing runs.
      }
      case Statement.Assignment a -> assignment(a);
      case Statement.CallStatement c -> expression(c.call());
      case Statement.Do d -> block(d.block());
      case Statement.While w -> loop(() -> whileRound(w));
      case Statement.Repeat r -> loop(() -> repeatRound(r));
      case Statement.If i -> choice(i);
      case Statement.NumericFor f -> numericFor(f);
      case Statement.GenericFor f -> {
        all(f.iterator());
        loop(() -> genericRound(f));
        @Nullable Integer point = points.get(f);
        lose(point == null ? NONE : 1L << point);
      }
      case Statement.Return r -> {
        all(r.values());
        here = Flow.NOWHERE;
      }
      case Statement.Break b -> {
        loops.push(loops.pop().or(here));
        here = Flow.NOWHERE;
      }
      case Statement.Goto g -> jump();
      case Statement.Label l -> jump();
    }
  }

  /** Jumps are not followed: no point of such a function counts. */
  private void jump() {
    refused = -1;
  }

  private void assignment(Statement.Assignment a) {
    for (Expression target : a.targets()) {
      if (target instanceof Expression.Index i) {
        expression(i.object());
        expression(i.key());
      }
    }
    all(a.values());
    for (Expression target : a.targets()) {
      switch (target) {
        case Expression.Local l when !l.variable().isShared() -> {
          // A local of the function itself is restored, but not behind the call of a loop.
          lose(rounds);
        }
        case Expression.Local l -> change();
        case Expression.Upvalue u -> change();
        default -> {
          mayNeedStack();
          change();
        }
      }
    }
  }

  private void choice(Statement.If i) {
    Flow after = Flow.NOWHERE;
    for (int k = 0; k < i.conditions().size(); k++) {
      expression(i.conditions().get(k));
      Flow otherwise = here;
      block(i.blocks().get(k));
      after = after.or(here);
      here = otherwise;
    }
    block(i.otherwise());
    here = after.or(here);
  }

  private void numericFor(Statement.NumericFor f) {
    expression(f.start());
    expression(f.limit());
    if (f.step() != null) {
      expression(f.step());
    }
    loop(
        () -> {
          leaveLoop();
          block(f.body());
        });
  }

  private void whileRound(Statement.While w) {
    expression(w.condition());
    leaveLoop();
    block(w.body());
  }

  private void repeatRound(Statement.Repeat r) {
    block(r.body());
    expression(r.condition());
    leaveLoop();
  }

  /** The iterator may be any function. */
  private void genericRound(Statement.GenericFor f) {
    @Nullable Integer point = points.get(f);
    if (point == null) {
      call();
    } else {
      round(point);
    }
    leaveLoop();
    block(f.body());
  }

  private void leaveLoop() {
    loops.push(loops.pop().or(here));
  }

  /** Goes through rounds until they bring nothing new; the set of ways out is on the stack. */
  private void loop(Runnable round) {
    loops.push(Flow.NOWHERE);
    Flow before;
    do {
      before = here;
      round.run();
      mayNeedStack();
      here = before.or(here);
    } while (!here.equals(before));
    here = loops.pop();
  }

  // ---- expressions ----

  private void all(List<Expression> list) {
    list.forEach(this::expression);
  }

  private void expression(Expression e) {
    switch (e) {
      case Expression.Global g -> mayNeedStack();
      case Expression.Index i -> {
        expression(i.object());
        expression(i.key());
        mayNeedStack();
      }
      case Expression.Call c -> call(c);
      case Expression.MethodCall c -> {
        expression(c.object());
        all(c.arguments());
        call();
      }
      case Expression.Binary b -> {
        expression(b.left());
        expression(b.right());
        mayNeedStack();
      }
      case Expression.Unary u -> {
        expression(u.operand());
        if (u.operator() != UnaryOperator.NOT) {
          mayNeedStack();
        }
      }
      case Expression.And a -> either(a.left(), a.right());
      case Expression.Or o -> either(o.left(), o.right());
      case Expression.Concat c -> {
        all(c.parts());
        mayNeedStack();
      }
      case Expression.Single s -> expression(s.inner());
      case Expression.Table t -> table(t);
      default -> {
        // A leaf, or a closure is made.
      }
    }
  }

  private void call(Expression.Call c) {
    expression(c.function());
    all(c.arguments());
    @Nullable Integer point = points.get(c);
    if (point == null) {
      call();
    } else {
      suspend(point);
    }
  }

  private void either(Expression left, Expression right) {
    expression(left);
    Flow leftOnly = here;
    expression(right);
    here = leftOnly.or(here);
  }

  private void table(Expression.Table t) {
    for (Expression.Item item : t.items()) {
      if (item.key() != null) {
        expression(item.key());
      }
      expression(item.value());
    }
  }
}
