package io.perigee.lua.compile;

import io.perigee.lua.syntax.BinaryOperator;
import io.perigee.lua.syntax.Block;
import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.FunctionBody;
import io.perigee.lua.syntax.LocalVariable;
import io.perigee.lua.syntax.Statement;
import io.perigee.lua.syntax.UnaryOperator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the numbers in one function without running it: for each local variable the
 * widest thing that is ever assigned to it. Starts with the narrowest assumption and widens until
 * nothing changes.
 *
 * <p>A type is an int on a ladder: up to {@link #MAX_BITS} an integer that fits so many bits and is
 * never minus zero, then any number, then the result of an arithmetic operation (a number unless a
 * metamethod has its way), then any value.
 */
final class NumberTypes {
  static final int NUMBER = 60;
  static final int LIKELY = 61;
  static final int ANY = 62;

  private static final int MAX_BITS = 50;
  private static final int COUNTER_BITS = 44;
  private static final double MAX_STEP = 1024;

  private final Map<LocalVariable, Integer> types = new HashMap<>();
  private final List<Definition> definitions = new ArrayList<>();
  private final Map<LocalVariable, Integer> outer;
  private final Set<LocalVariable> used;
  private final Map<LocalVariable, Boolean> arithmetic = new HashMap<>();

  /** An assignment: the value of an expression, the counter of a loop, or of a type alone. */
  private record Definition(
      LocalVariable variable,
      @Nullable Expression value,
      int type,
      Statement.@Nullable NumericFor loop) {}

  /** Infers over a function; {@code outer} has the types of its upvalues. */
  NumberTypes(FunctionBody body, Map<LocalVariable, Integer> outer) {
    this.outer = outer;
    for (LocalVariable parameter : body.parameters()) {
      define(parameter, ANY);
    }
    collect(body.block());
    used = ArithmeticUse.in(body);
    solve();
  }

  static boolean isInteger(int type) {
    return type <= MAX_BITS;
  }

  static boolean isNumber(int type) {
    return type <= NUMBER;
  }

  /** The type of a local variable or upvalue. */
  int type(LocalVariable variable) {
    Integer known = types.get(variable);
    return known == null ? outer.getOrDefault(variable, ANY) : known;
  }

  /** Whether a variable is worth an unboxed place beside the boxed one. */
  boolean isLikelyNumber(LocalVariable variable) {
    int type = type(variable);
    return type == LIKELY || (type == ANY && arithmetic.getOrDefault(variable, false));
  }

  /** The type of an expression. */
  int type(Expression e) {
    return switch (e) {
      case Expression.Num n -> literal(n.value());
      case Expression.Local l -> type(l.variable());
      case Expression.Upvalue u -> type(u.variable());
      case Expression.Single s -> type(s.inner());
      case Expression.Binary b when b.operator().isArithmetic() -> arithmetic(b);
      case Expression.Unary u when u.operator() == UnaryOperator.MINUS ->
          isNumber(type(u.operand())) ? NUMBER : LIKELY;
      case Expression.Unary u when u.operator() == UnaryOperator.LENGTH -> LIKELY;
      case Expression.Call c when NumberCalls.is(c) -> LIKELY;
      default -> ANY;
    };
  }

  private static int literal(double value) {
    boolean minusZero = value == 0 && 1 / value < 0;
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE || minusZero) {
      return NUMBER;
    }
    return 32 - Integer.numberOfLeadingZeros((int) Math.abs(value));
  }

  private int arithmetic(Expression.Binary b) {
    int left = type(b.left());
    int right = type(b.right());
    if (!isNumber(left) || !isNumber(right)) {
      return LIKELY;
    }
    if (!isInteger(left) || !isInteger(right)) {
      return NUMBER;
    }
    BinaryOperator operator = b.operator();
    if (operator == BinaryOperator.ADD || operator == BinaryOperator.SUB) {
      return sum(left, right, b);
    }
    boolean positive = b.right() instanceof Expression.Num n && n.value() > 0;
    return operator == BinaryOperator.MOD && positive ? right : NUMBER;
  }

  private static int sum(int left, int right, Expression.Binary b) {
    boolean counts = left <= COUNTER_BITS && isStep(b.right());
    if (counts || (right <= COUNTER_BITS && isStep(b.left()))) {
      return COUNTER_BITS;
    }
    int bits = Math.max(left, right) + 1;
    return bits <= MAX_BITS ? bits : NUMBER;
  }

  private static boolean isStep(Expression e) {
    return e instanceof Expression.Num n && Math.abs(n.value()) <= MAX_STEP;
  }

  // ---- solving ----

  private void solve() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Definition d : definitions) {
        int type = type(d);
        if (type > type(d.variable)) {
          types.put(d.variable, type);
          changed = true;
        }
      }
    }
    noteArithmetic();
  }

  private int type(Definition d) {
    if (d.variable.isShared()) {
      return ANY;
    }
    if (d.loop != null) {
      return counter(d.loop);
    }
    return d.value == null ? d.type : type(d.value);
  }

  /** The type of the counter of a numeric for. */
  int counter(Statement.NumericFor loop) {
    Expression step = loop.step();
    boolean integer = isInteger(type(loop.start())) && (step == null || isInteger(type(step)));
    return integer ? COUNTER_BITS : NUMBER;
  }

  /** Of variables with mixed values, those that get arithmetic results after an unknown start. */
  private void noteArithmetic() {
    for (Definition d : definitions) {
      Expression value = d.value;
      if (value != null && isLiteralOther(value)) {
        arithmetic.put(d.variable, false);
      } else if (value != null && isLikely(d.variable, value)) {
        arithmetic.putIfAbsent(d.variable, true);
      }
    }
  }

  private boolean isLikely(LocalVariable variable, Expression value) {
    if (type(value) < ANY) {
      return variable.isReassigned();
    }
    return value instanceof Expression.Index && used.contains(variable);
  }

  private static boolean isLiteralOther(Expression e) {
    return switch (e) {
      case Expression.Nil n -> true;
      case Expression.Bool b -> true;
      case Expression.Str s -> true;
      case Expression.Table t -> true;
      case Expression.Function f -> true;
      case Expression.Concat c -> true;
      case Expression.And a -> true;
      case Expression.Or o -> true;
      default -> false;
    };
  }

  private void define(LocalVariable variable, int type) {
    types.putIfAbsent(variable, 0);
    definitions.add(new Definition(variable, null, type, null));
  }

  private void define(LocalVariable variable, List<Expression> values, int index) {
    types.putIfAbsent(variable, 0);
    boolean present = index < values.size();
    definitions.add(new Definition(variable, present ? values.get(index) : null, ANY, null));
  }

  // ---- collecting the definitions ----

  private void collect(Block block) {
    block.statements().forEach(this::collect);
  }

  private void collect(Statement statement) {
    switch (statement) {
      case Statement.LocalDeclaration d -> {
        for (int i = 0; i < d.variables().size(); i++) {
          define(d.variables().get(i), d.values(), i);
        }
      }
      case Statement.LocalFunction f -> define(f.variable(), ANY);
      case Statement.Assignment a -> assignment(a);
      case Statement.Do d -> collect(d.block());
      case Statement.While w -> collect(w.body());
      case Statement.Repeat r -> collect(r.body());
      case Statement.If i -> {
        i.blocks().forEach(this::collect);
        Block otherwise = i.otherwise();
        if (otherwise != null) {
          collect(otherwise);
        }
      }
      case Statement.NumericFor f -> {
        types.putIfAbsent(f.variable(), 0);
        definitions.add(new Definition(f.variable(), null, ANY, f));
        collect(f.body());
      }
      case Statement.GenericFor f -> {
        f.variables().forEach(v -> define(v, ANY));
        collect(f.body());
      }
      default -> {
        // Defines nothing.
      }
    }
  }

  private void assignment(Statement.Assignment a) {
    for (int i = 0; i < a.targets().size(); i++) {
      if (a.targets().get(i) instanceof Expression.Local l) {
        define(l.variable(), a.values(), i);
      }
    }
  }
}
