package io.perigee.lua.compile;

import io.perigee.lua.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How messages name an operand, as LuaJIT does: by the variable or constant key it comes from. */
final class Names {
  private Names() {}

  /** The name of an expression, null when it has none. */
  static @Nullable String of(Expression e) {
    return switch (e) {
      case Expression.Local l -> quoted("local", l.variable().name());
      case Expression.Upvalue u -> quoted("upvalue", u.variable().name());
      case Expression.Global g -> quoted("global", g.name().toString());
      case Expression.Index i when i.key() instanceof Expression.Str s ->
          quoted("field", s.bytes().toString());
      case Expression.MethodCall m -> quoted("method", m.name().toString());
      // The value of either side is moved to one place; LuaJIT looks at the move written last.
      case Expression.And a -> named(a.right());
      case Expression.Or o -> named(o.right());
      case Expression.Single s when !s.inner().isMultiple() -> of(s.inner());
      default -> null;
    };
  }

  /** The name alone, by which it may be guessed what an expression is; empty when it has none. */
  static String plain(Expression e) {
    return switch (e) {
      case Expression.Local l -> l.variable().name();
      case Expression.Upvalue u -> u.variable().name();
      case Expression.Global g -> g.name().toString();
      case Expression.Index i when i.key() instanceof Expression.Str s -> s.bytes().toString();
      default -> "";
    };
  }

  private static @Nullable String named(Expression side) {
    return side.isMultiple() ? null : of(side);
  }

  private static String quoted(String kind, String name) {
    return kind + " '" + name + "'";
  }

  /** The site of an instruction with these operands. */
  static Code.Site site(Expression... operands) {
    List<@Nullable String> names = new ArrayList<>();
    boolean any = false;
    for (Expression e : operands) {
      boolean called = e instanceof Expression.MethodCall || e instanceof Expression.Call;
      String name = called ? null : of(e);
      names.add(name);
      any |= name != null;
    }
    return any ? new Code.Site(names, false) : Code.Site.QUIET;
  }
}
