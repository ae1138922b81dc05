package io.perigee.lua.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Generates expressions of a wanted kind; now and then of another, to provoke errors. */
final class Expressions {
  private static final int WRONG_KIND = 3;

  private final Choices choices;
  private final Literals literals;
  private final LibraryCalls calls;
  private final FunctionBodies bodies;

  Expressions(Choices choices, FunctionBodies bodies) {
    this.choices = choices;
    this.bodies = bodies;
    literals = new Literals(choices);
    calls = new LibraryCalls(choices, literals, this);
  }

  String of(Kind wanted, Scope scope, int depth) {
    Kind kind = choices.percent(WRONG_KIND) ? Kind.ANY : wanted;
    String variable = scope.pick(choices, kind);
    if (variable != null && (depth <= 0 || choices.percent(35))) {
      return variable;
    }
    return switch (kind) {
      case NUMBER -> number(scope, depth);
      case STRING -> string(scope, depth);
      case TABLE -> table(scope, depth);
      case FUNCTION -> function(scope, depth);
      case ANY -> any(scope, depth);
    };
  }

  private String number(Scope scope, int depth) {
    if (depth <= 0) {
      return literals.number();
    }
    int d = depth - 1;
    return switch (choices.below(10)) {
      case 0, 1 -> literals.number();
      case 2, 3, 4 ->
          "("
              + of(Kind.NUMBER, scope, d)
              + choices.of(" + ", " - ", " * ", " / ", " % ", " + ", " - ")
              + of(choices.percent(8) ? Kind.STRING : Kind.NUMBER, scope, d)
              + ")";
      case 5 ->
          choices.percent(50)
              ? "-" + parenthesized(of(Kind.NUMBER, scope, d))
              : "("
                  + of(Kind.NUMBER, scope, d)
                  + " ^ "
                  + choices.of("2", "0", "1", "-1", "0.5")
                  + ")";
      case 6 -> "#" + prefix(choices.percent(50) ? Kind.STRING : Kind.TABLE, scope, d);
      case 7 -> either(Kind.NUMBER, scope, d);
      default -> calls.number(scope, d);
    };
  }

  private String string(Scope scope, int depth) {
    if (depth <= 0) {
      return literals.string();
    }
    int d = depth - 1;
    return switch (choices.below(9)) {
      case 0, 1 -> literals.string();
      case 2 ->
          "clip("
              + of(Kind.STRING, scope, d)
              + " .. "
              + of(choices.percent(30) ? Kind.NUMBER : Kind.STRING, scope, d)
              + (choices.percent(30) ? " .. " + of(Kind.STRING, scope, d) : "")
              + ")";
      case 3 -> "(" + of(Kind.STRING, scope, 0) + " .. " + literals.string() + ")";
      case 4 -> either(Kind.STRING, scope, d);
      default -> calls.string(scope, d);
    };
  }

  private String table(Scope scope, int depth) {
    int d = depth - 1;
    if (depth > 1 && choices.percent(20)) {
      return "setmetatable(" + constructor(scope, d) + ", " + metatable(scope, d) + ")";
    }
    return depth > 0 && choices.percent(10) ? either(Kind.TABLE, scope, d) : constructor(scope, d);
  }

  String constructor(Scope scope, int depth) {
    List<String> fields = new ArrayList<>();
    for (int n = choices.below(5); n > 0; n--) {
      String value = of(Kind.ANY, scope, depth - 1);
      fields.add(
          switch (choices.below(6)) {
            case 0 -> literals.name() + " = " + value;
            case 1 ->
                "["
                    + of(choices.percent(50) ? Kind.NUMBER : Kind.STRING, scope, 0)
                    + "] = "
                    + value;
            case 2 -> choices.percent(30) ? "nil" : value;
            default -> value;
          });
    }
    if (choices.percent(15)) {
      fields.add(several(scope, depth));
    }
    return "{" + String.join(choices.of(", ", "; "), fields) + "}";
  }

  /** A table of metamethods. */
  String metatable(Scope scope, int depth) {
    List<String> fields = new ArrayList<>();
    for (int n = choices.between(1, 4); n > 0; n--) {
      String event =
          choices.of(
              "index",
              "newindex",
              "call",
              "add",
              "sub",
              "mul",
              "div",
              "mod",
              "pow",
              "unm",
              "concat",
              "eq",
              "lt",
              "le",
              "len",
              "tostring",
              "metatable",
              "index",
              "call");
      boolean inTable = event.endsWith("index") && choices.percent(40);
      boolean odd = choices.percent(4);
      String value =
          odd
              ? of(Kind.ANY, scope, 0)
              : inTable ? constructor(scope, 0) : bodies.function(scope, 1);
      fields.add("__" + event + " = " + value);
    }
    return "{" + String.join(", ", fields) + "}";
  }

  private String function(Scope scope, int depth) {
    if (depth <= 0 || scope.functionDepth() > 4 || choices.percent(20)) {
      return choices.of(
          "tostring",
          "type",
          "string.upper",
          "math.abs",
          "select",
          "print",
          "string.rep",
          "function(...) tick() return ... end",
          "function(a, b) return b, a end",
          "next",
          "error");
    }
    return bodies.function(scope, depth - 1);
  }

  private String any(Scope scope, int depth) {
    if (depth <= 0) {
      return switch (choices.below(5)) {
        case 0 -> choices.of("nil", "true", "false");
        case 1 -> literals.string();
        default -> literals.number();
      };
    }
    int d = depth - 1;
    return switch (choices.below(14)) {
      case 0 -> choices.of("nil", "true", "false");
      case 1 -> number(scope, d);
      case 2 -> string(scope, d);
      case 3 -> of(Kind.TABLE, scope, d);
      case 4, 5 -> index(scope, d);
      case 6, 7 -> call(scope, d);
      case 8 -> condition(scope, d);
      case 9 -> either(Kind.ANY, scope, d);
      case 10 -> scope.isVararg() ? choices.of("...", "(...)", "select(2, ...)") : "undefined";
      case 11 -> function(scope, d);
      default -> calls.value(scope, d);
    };
  }

  private String either(Kind kind, Scope scope, int depth) {
    String a = of(kind, scope, depth);
    String b = of(kind, scope, depth);
    return choices.percent(50)
        ? "(" + condition(scope, depth) + " and " + a + " or " + b + ")"
        : "(" + a + choices.of(" or ", " and ") + b + ")";
  }

  /** What an if or while asks. */
  String condition(Scope scope, int depth) {
    int d = depth - 1;
    return switch (depth <= 0 ? 8 + choices.below(2) : choices.below(10)) {
      case 0, 1, 2 -> {
        Kind kind =
            choices.percent(80) ? Kind.NUMBER : choices.percent(80) ? Kind.STRING : Kind.TABLE;
        yield "("
            + of(kind, scope, d)
            + choices.of(" < ", " <= ", " > ", " >= ")
            + of(kind, scope, d)
            + ")";
      }
      case 3, 4 ->
          "(" + of(Kind.ANY, scope, d) + choices.of(" == ", " ~= ") + of(Kind.ANY, scope, d) + ")";
      case 5 -> "not " + parenthesized(condition(scope, d));
      case 6 -> "(" + condition(scope, d) + choices.of(" and ", " or ") + condition(scope, d) + ")";
      case 7 ->
          "type("
              + of(Kind.ANY, scope, d)
              + ") == "
              + choices.of("'number'", "'string'", "'table'");
      case 8 -> choices.of("true", "false", "nil");
      default -> of(Kind.ANY, scope, 0);
    };
  }

  /** An access to a field, which can also be assigned to. */
  String index(Scope scope, int depth) {
    String base = prefix(Kind.TABLE, scope, depth);
    return switch (choices.below(5)) {
      case 0 -> base + "[" + of(Kind.NUMBER, scope, depth) + "]";
      case 1 -> base + "[" + of(choices.percent(70) ? Kind.STRING : Kind.ANY, scope, depth) + "]";
      case 2 -> base + "[" + literals.smallInteger() + "]";
      case 3 -> base + "." + literals.name() + (choices.percent(15) ? "." + literals.name() : "");
      default -> base + "." + literals.name();
    };
  }

  String call(Scope scope, int depth) {
    return switch (choices.below(6)) {
      case 0 -> prefix(Kind.TABLE, scope, 0) + ":" + literals.name() + arguments(scope, depth);
      case 1 -> prefix(Kind.TABLE, scope, 0) + "." + literals.name() + arguments(scope, depth);
      case 2 -> prefix(Kind.TABLE, scope, 0) + arguments(scope, depth);
      default -> prefix(Kind.FUNCTION, scope, depth) + arguments(scope, depth);
    };
  }

  /** Arguments of a call in parentheses; the last may stand for several. */
  String arguments(Scope scope, int depth) {
    List<String> all = new ArrayList<>();
    for (int n = choices.below(4); n > 0; n--) {
      all.add(of(Kind.ANY, scope, depth - 1));
    }
    if (choices.percent(20)) {
      all.add(several(scope, depth));
    }
    return "(" + String.join(", ", all) + ")";
  }

  /** An expression with any number of values. */
  String several(Scope scope, int depth) {
    if (scope.isVararg() && choices.percent(40)) {
      return "...";
    }
    return depth > 0 ? calls.several(scope, depth - 1) : "unpack({1, nil, 3}, 1, 3)";
  }

  /** An expression that may be indexed or called. */
  private String prefix(Kind kind, Scope scope, int depth) {
    String text = of(kind, scope, depth);
    boolean name =
        text.matches("[a-zA-Z_][a-zA-Z_0-9.]*") && !text.matches("nil|true|false|\\.\\.\\.");
    return name ? text : "(" + text + ")";
  }

  private static String parenthesized(String text) {
    return "(" + text + ")";
  }
}
