package io.perigee.lua.fuzz;

/** Generates calls of the standard library. */
final class LibraryCalls {
  private final Choices choices;
  private final Literals literals;
  private final Expressions expressions;

  LibraryCalls(Choices choices, Literals literals, Expressions expressions) {
    this.choices = choices;
    this.literals = literals;
    this.expressions = expressions;
  }

  private String n(Scope scope, int depth) {
    return expressions.of(Kind.NUMBER, scope, depth);
  }

  private String s(Scope scope, int depth) {
    return expressions.of(Kind.STRING, scope, depth);
  }

  private String t(Scope scope, int depth) {
    return expressions.of(Kind.TABLE, scope, depth);
  }

  private String f(Scope scope, int depth) {
    return expressions.of(Kind.FUNCTION, scope, depth);
  }

  private String any(Scope scope, int depth) {
    return expressions.of(Kind.ANY, scope, depth);
  }

  String number(Scope scope, int d) {
    return switch (choices.below(12)) {
      // One value: without any, LuaJIT's floor and ceil take what the stack holds.
      case 0 -> "math." + choices.of("floor", "ceil", "abs", "sqrt") + "((" + n(scope, d) + "))";
      case 1 -> "math." + choices.of("min", "max") + "(" + n(scope, d) + ", " + n(scope, d) + ")";
      case 2 -> "math.fmod(" + n(scope, d) + ", " + n(scope, d) + ")";
      case 3 -> "string.byte(" + s(scope, d) + ", " + literals.smallInteger() + ")";
      case 4 -> "string.len(" + s(scope, d) + ")";
      case 5 ->
          "tonumber("
              + s(scope, d)
              + (choices.percent(30) ? ", " + choices.of("2", "8", "16", "36", "10", "1") : "")
              + ")";
      case 6 -> "select('#', " + expressions.several(scope, d) + ")";
      case 7 ->
          "bit." + choices.of("band", "bor", "bxor") + "(" + n(scope, d) + ", " + n(scope, d) + ")";
      case 8 ->
          "bit."
              + choices.of("lshift", "rshift", "arshift", "rol", "ror")
              + "("
              + n(scope, d)
              + ", "
              + n(scope, d)
              + ")";
      case 9 -> "bit." + choices.of("bnot", "tobit", "bswap") + "(" + n(scope, d) + ")";
      case 10 -> "(string.find(" + s(scope, d) + ", " + literals.pattern() + find() + "))";
      default -> "table.maxn(" + t(scope, d) + ")";
    };
  }

  private String find() {
    return choices.percent(25)
        ? ", " + literals.smallInteger() + (choices.percent(40) ? ", true" : "")
        : "";
  }

  String string(Scope scope, int d) {
    return switch (choices.below(14)) {
      case 0 ->
          "string.sub("
              + s(scope, d)
              + ", "
              + literals.smallInteger()
              + (choices.percent(60) ? ", " + literals.smallInteger() : "")
              + ")";
      case 1 -> "string." + choices.of("upper", "lower", "reverse") + "(" + s(scope, d) + ")";
      case 2 ->
          "clip(string.rep("
              + s(scope, d)
              + ", "
              + literals.smallInteger()
              + (choices.percent(20) ? ", ','" : "")
              + "))";
      case 3 -> "string.char(" + choices.between(0, 255) + ", " + choices.between(32, 256) + ")";
      case 4, 5 -> "clip(string.format(" + literals.format() + ", " + any(scope, d) + "))";
      case 6 ->
          "clip((string.gsub("
              + s(scope, d)
              + ", "
              + literals.pattern()
              + ", "
              + replacement(scope, d)
              + ")))";
      case 7 -> "(string.match(" + s(scope, d) + ", " + literals.pattern() + find() + "))";
      case 8 -> "tostring(" + any(scope, d) + ")";
      case 9 -> "type(" + any(scope, d) + ")";
      case 10 ->
          "clip(table.concat("
              + t(scope, d)
              + choices.of("", ", ','", ", ', ', 1", ", '', 2, 3")
              + "))";
      case 11 ->
          "bit.tohex("
              + n(scope, d)
              + (choices.percent(50) ? ", " + literals.smallInteger() : "")
              + ")";
      case 12 ->
          "("
              + s(scope, d)
              + "):"
              + choices.of(
                  "upper()", "lower()", "reverse()", "sub(2)", "rep(2, '-')", "byte()", "nope()");
      default -> "clip(string.format('%s:%s', " + any(scope, d) + ", " + any(scope, d) + "))";
    };
  }

  private String replacement(Scope scope, int d) {
    return switch (choices.below(4)) {
      case 0 -> choices.of("'%0'", "'%1'", "'<%0>'", "'%%'", "'%2'", "'%x'", "'-'", "''");
      case 1 -> f(scope, d);
      case 2 -> t(scope, d);
      default -> s(scope, d);
    };
  }

  String value(Scope scope, int d) {
    return switch (choices.below(16)) {
      case 0 -> "rawget(" + t(scope, d) + ", " + any(scope, d) + ")";
      case 1 -> "rawequal(" + any(scope, d) + ", " + any(scope, d) + ")";
      case 2 -> "getmetatable(" + any(scope, d) + ")";
      case 3 -> "(select(" + literals.smallInteger() + ", " + expressions.several(scope, d) + "))";
      case 4 ->
          "table.remove("
              + t(scope, 0)
              + (choices.percent(40) ? ", " + literals.smallInteger() : "")
              + ")";
      case 5 -> "(unpack(" + t(scope, d) + "))";
      case 6 ->
          "setmetatable("
              + t(scope, d)
              + ", "
              + choices.of("nil", "{}", expressions.metatable(scope, 0))
              + ")";
      case 7 -> "(string.gmatch(" + s(scope, d) + ", " + literals.pattern() + "))()";
      case 8 -> "coroutine.wrap(" + f(scope, d) + ")" + expressions.arguments(scope, d);
      case 9 -> "(pcall(" + f(scope, d) + ", " + any(scope, d) + "))";
      case 10 -> "assert(" + any(scope, d) + ", " + any(scope, d) + ")";
      case 11 ->
          "loadstring("
              + choices.of(
                  "'return 1, ...'",
                  "'x ='",
                  "'return x.y.z'",
                  "'local a = ... return a + 1'",
                  "'tick() return ...'")
              + ", '=q')";
      case 12 -> "coroutine.yield(" + any(scope, d) + ")";
      case 13 -> "numbers(" + t(scope, d) + ")";
      case 14 ->
          "loadstring(string.dump("
              + choices.of(
                  "function(a, b) return b, a end",
                  "function(...) tick() return select('#', ...), ... end",
                  "print",
                  "function(t) t.x = t[1] return t end")
              + "))"
              + expressions.arguments(scope, d);
      default ->
          choices.of(
              "_G.undefined", "coroutine.running()", "type(coroutine)", "_G.x", "math.modf(2.5)");
    };
  }

  String several(Scope scope, int d) {
    return switch (choices.below(11)) {
      case 0 -> "unpack(" + t(scope, d) + choices.of("", ", 1, 3", ", 2", ", -1, 1") + ")";
      case 1, 2 -> "pcall(" + f(scope, d) + ", " + any(scope, d) + ", " + any(scope, d) + ")";
      case 3 -> "string.find(" + s(scope, d) + ", " + literals.pattern() + find() + ")";
      case 4 -> "string.match(" + s(scope, d) + ", " + literals.pattern() + find() + ")";
      case 5 ->
          "string.gsub("
              + s(scope, d)
              + ", "
              + literals.pattern()
              + ", "
              + replacement(scope, d)
              + choices.of("", ", 1", ", 0")
              + ")";
      case 6 ->
          "string.byte("
              + s(scope, d)
              + ", "
              + literals.smallInteger()
              + ", "
              + literals.smallInteger()
              + ")";
      case 7 ->
          "select("
              + literals.smallInteger()
              + ", "
              + any(scope, d)
              + ", "
              + any(scope, d)
              + ", "
              + any(scope, d)
              + ")";
      case 8 ->
          "xpcall("
              + f(scope, d)
              + ", "
              + choices.of(
                  "function(e) return e, 2 end",
                  "traceback",
                  "function(e) error(e) end",
                  "print",
                  "type")
              + ", "
              + any(scope, d)
              + ")";
      case 9 -> "coroutine.resume(coroutine.create(" + f(scope, d) + "), " + any(scope, d) + ")";
      default ->
          f(scope, d).replaceFirst("^(function.*)$", "($1)") + expressions.arguments(scope, d);
    };
  }
}
