package io.perigee.lua.compile;

import io.perigee.lua.syntax.Expression;
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
      case Expression.Single s when !s.inner().isMultiple() -> of(s.inner());
      default -> null;
    };
  }

  private static String quoted(String kind, String name) {
    return kind + " '" + name + "'";
  }

  /** The site of an instruction with these operands. */
  static Code.Site site(Expression... operands) {
    @Nullable String[] names = new @Nullable String[operands.length];
    boolean any = false;
    for (int i = 0; i < operands.length; i++) {
      boolean called =
          operands[i] instanceof Expression.MethodCall || operands[i] instanceof Expression.Call;
      names[i] = called ? null : of(operands[i]);
      any |= names[i] != null;
    }
    return any ? new Code.Site(names, false) : Code.Site.QUIET;
  }
}
