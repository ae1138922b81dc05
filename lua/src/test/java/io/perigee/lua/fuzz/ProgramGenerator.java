package io.perigee.lua.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * Generates programs that end, always print the same, and use all statements, expressions and much
 * of the library. A program is a list of sections; an error ends only its section, which prints it.
 * One line holds one simple statement or the head or end of a block, so that a program can be
 * shortened line by line.
 */
final class ProgramGenerator {
  private static final int MAX_NESTING = 3;

  private final Choices choices;
  private final Literals literals;
  private final Expressions expressions;
  private final List<String> lines = new ArrayList<>();
  private int names;
  private int nesting;

  private ProgramGenerator(long seed) {
    choices = new Choices(seed);
    literals = new Literals(choices);
    expressions = new Expressions(choices, this::inlineFunction);
  }

  /** The program of a seed. */
  static List<String> program(long seed) {
    return new ProgramGenerator(seed).generate();
  }

  private List<String> generate() {
    Scope chunk = Scope.chunk();
    for (Kind kind : List.of(Kind.NUMBER, Kind.STRING, Kind.TABLE)) {
      declare(chunk, kind, 1);
    }
    localFunction(chunk);
    for (int section = choices.between(2, 5); section > 0; section--) {
      line("try('section', function(...)");
      Scope body = chunk.function(true);
      statements(body, choices.between(2, 6));
      lastStatement(body);
      line("end, " + literals.number() + ", " + literals.string() + ")");
    }
    return lines;
  }

  private void line(String text) {
    lines.add(text);
  }

  private String fresh(String prefix) {
    names++;
    return prefix + names;
  }

  private Kind kind() {
    return switch (choices.below(8)) {
      case 0, 1, 2 -> Kind.NUMBER;
      case 3, 4 -> Kind.STRING;
      case 5, 6 -> Kind.TABLE;
      default -> Kind.ANY;
    };
  }

  private void statements(Scope scope, int count) {
    for (int i = 0; i < count; i++) {
      statement(scope);
    }
  }

  private void block(Scope scope) {
    nesting++;
    statements(scope, choices.between(1, nesting > 2 ? 2 : 4));
    nesting--;
  }

  private void statement(Scope scope) {
    if (nesting < MAX_NESTING && choices.percent(38)) {
      compound(scope);
    } else {
      simple(scope);
    }
  }

  private void simple(Scope scope) {
    switch (choices.below(12)) {
      case 0, 1, 2 -> declare(scope, kind(), 3);
      case 3, 4 -> assign(scope);
      case 5 -> assignSeveral(scope);
      case 6 ->
          line(
              expressions.index(scope, 1).replaceFirst("^\\(", "; (")
                  + " = "
                  + expressions.of(kind(), scope, 2));
      case 7 ->
          line(
              "table.insert("
                  + expressions.of(Kind.TABLE, scope, 0)
                  + choices.of(", ", ", 1, ", ", 2, ")
                  // One value: a position of -2^31 moves as many elements, for a minute.
                  + "("
                  + expressions.of(Kind.ANY, scope, 1)
                  + "))");
      case 8 ->
          line(
              "try('call', "
                  + expressions.of(Kind.FUNCTION, scope, 2)
                  + ", "
                  + expressions.of(Kind.ANY, scope, 1)
                  + ")");
      case 9 -> rare(scope);
      default ->
          line(
              "print("
                  + expressions.of(Kind.ANY, scope, 3)
                  + ", "
                  + expressions.of(kind(), scope, 2)
                  + ")");
    }
  }

  private void rare(Scope scope) {
    switch (choices.below(9)) {
      case 0 ->
          line(
              "if "
                  + expressions.condition(scope, 1)
                  + " then error("
                  + expressions.of(Kind.ANY, scope, 1)
                  + choices.of("", ", 0", ", 1", ", 2")
                  + ") end");
      case 1 ->
          line("local " + fresh("v") + ", " + fresh("v") + " = " + expressions.several(scope, 2));
      case 2 ->
          line(
              "table.sort("
                  + expressions.of(Kind.TABLE, scope, 1)
                  + choices.of(
                      "",
                      ", function(a, b) return tostring(a) < tostring(b) end",
                      ", function(a, b) return a > b end")
                  + ")");
      case 3 -> line("print(" + expressions.several(scope, 3) + ")");
      case 4 -> border(scope);
      case 5 -> border(scope);
      case 6 ->
          line(
              "table.move("
                  + expressions.of(Kind.TABLE, scope, 1)
                  + ", "
                  + literals.smallInteger()
                  + ", "
                  + literals.smallInteger()
                  + ", "
                  + literals.smallInteger()
                  + ")");
      case 7 -> line("global" + choices.below(3) + " = " + expressions.of(Kind.ANY, scope, 2));
      default ->
          line("print(global" + choices.below(3) + ", " + expressions.several(scope, 2) + ")");
    }
  }

  /** A table of numbers with holes, changed and looked at. */
  private void border(Scope scope) {
    String name = fresh("t");
    List<String> items = new ArrayList<>();
    for (int i = choices.below(7); i > 0; i--) {
      String value = choices.of("nil", "1", "2", expressions.of(Kind.NUMBER, scope, 0));
      items.add(choices.percent(25) ? "[" + choices.between(1, 10) + "] = " + value : value);
    }
    line("local " + name + " = {" + String.join(", ", items) + "}");
    for (int i = choices.between(1, 5); i > 0; i--) {
      String value = choices.of("nil", "3", "nil", "'x'");
      line(
          name
              + "["
              + choices.of("#" + name, "#" + name + " + 1", "" + choices.between(-1, 12))
              + "] = "
              + value);
    }
    line("print(#" + name + ", numbers(" + name + "))");
    scope.declare(name, Kind.TABLE);
  }

  private void declare(Scope scope, Kind kind, int depth) {
    String name =
        fresh(
            kind == Kind.NUMBER ? "n" : kind == Kind.STRING ? "s" : kind == Kind.TABLE ? "t" : "v");
    line("local " + name + " = " + expressions.of(kind, scope, depth));
    scope.declare(name, kind);
  }

  private void assign(Scope scope) {
    Kind kind = kind();
    String name = scope.pick(choices, kind);
    if (name == null || name.startsWith("f")) {
      declare(scope, kind, 2);
    } else {
      line(name + " = " + expressions.of(kind, scope, 3));
    }
  }

  private void assignSeveral(Scope scope) {
    List<String> targets = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = choices.between(2, 3); i > 0; i--) {
      String name = scope.pick(choices, kind());
      boolean plain = name != null && !name.startsWith("f") && choices.percent(50);
      targets.add(plain ? name : expressions.index(scope, 1).replaceFirst("^\\(", "t1[1].z, ("));
      values.add(expressions.of(kind(), scope, 2));
    }
    if (choices.percent(30)) {
      values.removeLast();
      values.removeLast();
      values.add(expressions.several(scope, 1));
    }
    line(
        (targets.get(0).startsWith("t1[1].z") ? "t1.z, " : "")
            + String.join(", ", targets).replace("t1[1].z, ", "")
            + " = "
            + String.join(", ", values));
  }

  private void compound(Scope scope) {
    switch (choices.below(12)) {
      case 0, 1 -> ifStatement(scope);
      case 2, 3 -> numericFor(scope);
      case 4 -> genericFor(scope);
      case 5 -> whileLoop(scope);
      case 6 -> repeatLoop(scope);
      case 7 -> wrapped("do", scope.block(), "end");
      case 8 -> localFunction(scope);
      case 9 -> coroutine(scope);
      case 10 -> protectedCall(scope);
      default -> method(scope);
    }
  }

  private void wrapped(String head, Scope scope, String end) {
    line(head);
    block(scope);
    line(end);
  }

  private void ifStatement(Scope scope) {
    line("if " + expressions.condition(scope, 2) + " then");
    block(scope.block());
    if (choices.percent(30)) {
      line("elseif " + expressions.condition(scope, 2) + " then");
      block(scope.block());
    }
    if (choices.percent(50)) {
      line("else");
      block(scope.block());
    }
    line("end");
  }

  private void loopBody(Scope body) {
    boolean continues = choices.percent(30);
    String label = fresh("continue");
    if (continues) {
      line("if " + expressions.condition(body, 2) + " then goto " + label + " end");
    }
    if (choices.percent(20)) {
      line("if " + expressions.condition(body, 1) + " then break end");
    }
    if (continues) {
      wrapped("do", body.block(), "end");
      line("::" + label + "::");
    } else {
      block(body);
    }
  }

  private void numericFor(Scope scope) {
    String name = fresh("i");
    String bounds =
        switch (choices.below(8)) {
          case 0 -> "1, " + expressions.of(Kind.NUMBER, scope, 1);
          case 1 -> choices.between(0, 5) + ", " + choices.between(-3, 3) + ", -1";
          case 2 -> "0, 1, " + choices.of("0.25", "0.3", "0.5", "2", "'0.5'");
          case 3 ->
              expressions.of(Kind.NUMBER, scope, 0)
                  + ", "
                  + expressions.of(Kind.NUMBER, scope, 0)
                  + ", "
                  + choices.of("1", "-1", "3", "0.5", "-7");
          case 4 ->
              choices.of(
                  "2147483646, 2147483649",
                  "-2147483649, -2147483646",
                  "'1', 3",
                  "1, '2'",
                  "9007199254740991, 9007199254740993",
                  "3, 1",
                  "1, 0/0",
                  "{}, 1",
                  "1, nil",
                  "1, 2, 'x'");
          default -> "1, " + choices.between(1, 5);
        };
    line("for " + name + " = " + bounds + " do tick()");
    Scope body = scope.loop();
    body.declare(name, Kind.NUMBER);
    loopBody(body);
    line("end");
  }

  private void genericFor(Scope scope) {
    String key = fresh("k");
    String value = fresh("v");
    Kind kind = Kind.ANY;
    String source;
    switch (choices.below(6)) {
      case 0 -> source = "ipairs(" + expressions.of(Kind.TABLE, scope, 1) + ")";
      case 1 -> source = "sorted(" + expressions.of(Kind.TABLE, scope, 1) + ")";
      case 2 -> {
        source =
            "string.gmatch("
                + expressions.of(Kind.STRING, scope, 1)
                + ", "
                + literals.pattern()
                + ")";
        kind = Kind.STRING;
      }
      case 3 ->
          source = "pairs({" + expressions.of(Kind.ANY, scope, 1) + ", " + literals.number() + "})";
      case 4 -> source = "coroutine.wrap(" + inlineFunction(scope, 1) + ")";
      default ->
          source =
              choices.percent(70)
                  ? "pairs({" + literals.name() + " = " + literals.string() + "})"
                  : "iterator(" + expressions.of(Kind.ANY, scope, 1) + ")";
    }
    line("for " + key + ", " + value + " in " + source + " do tick()");
    Scope body = scope.loop();
    body.declare(key, kind);
    body.declare(value, Kind.ANY);
    loopBody(body);
    line("end");
  }

  private void whileLoop(Scope scope) {
    String counter = fresh("c");
    line("local " + counter + " = 0");
    line(
        "while "
            + counter
            + " < "
            + choices.between(1, 5)
            + (choices.percent(30) ? " and " + expressions.condition(scope, 2) : "")
            + " do tick()");
    line(counter + " = " + counter + " + 1");
    loopBody(scope.loop());
    line("end");
  }

  private void repeatLoop(Scope scope) {
    String counter = fresh("c");
    line("local " + counter + " = " + choices.between(0, 3));
    line("repeat tick()");
    line(counter + " = " + counter + " + 1");
    Scope body = scope.loop();
    String inner = fresh("r");
    line("local " + inner + " = " + expressions.of(Kind.ANY, body, 2));
    body.declare(inner, Kind.ANY);
    block(body);
    line("until " + counter + " >= 4 or " + expressions.condition(body, 1));
  }

  private String parameters(Scope body, boolean vararg) {
    List<String> all = new ArrayList<>();
    for (int n = choices.below(4); n > 0; n--) {
      Kind kind = kind();
      String name = fresh("p");
      all.add(name);
      body.declare(name, kind);
    }
    if (vararg) {
      all.add("...");
    }
    return "(" + String.join(", ", all) + ")";
  }

  private void localFunction(Scope scope) {
    String name = fresh("f");
    boolean vararg = choices.percent(30);
    Scope body = scope.function(vararg);
    if (choices.percent(70)) {
      scope.declare(name, Kind.FUNCTION);
      line("local function " + name + parameters(body, vararg) + " tick()");
      functionBody(body);
      line("end");
    } else {
      line("local " + name + " = function" + parameters(body, vararg) + " tick()");
      functionBody(body);
      line("end");
      scope.declare(name, Kind.FUNCTION);
    }
  }

  private void functionBody(Scope body) {
    block(body);
    lastStatement(body);
  }

  private void lastStatement(Scope body) {
    if (choices.percent(80)) {
      line(returned(body, 2));
    }
  }

  private String returned(Scope scope, int depth) {
    return switch (choices.below(6)) {
      case 0 -> "return " + expressions.call(scope, depth);
      case 1 -> "return " + expressions.several(scope, depth);
      case 2 ->
          "return "
              + expressions.of(Kind.ANY, scope, depth)
              + ", "
              + expressions.of(kind(), scope, depth);
      case 3 ->
          "return "
              + expressions.of(Kind.ANY, scope, 0)
              + ", "
              + expressions.several(scope, depth - 1);
      case 4 -> "return";
      default -> "return " + expressions.of(kind(), scope, depth);
    };
  }

  private void method(Scope scope) {
    String table = scope.pick(choices, Kind.TABLE);
    if (table == null || table.contains("f")) {
      localFunction(scope);
      return;
    }
    boolean vararg = choices.percent(20);
    boolean method = choices.percent(50);
    Scope body = scope.function(vararg);
    if (method) {
      body.declare("self", Kind.TABLE);
    }
    line(
        "function "
            + table
            + (method ? ":" : ".")
            + literals.name()
            + parameters(body, vararg)
            + " tick()");
    functionBody(body);
    line("end");
  }

  private void coroutine(Scope scope) {
    String name = fresh("co");
    boolean wrap = choices.percent(50);
    boolean vararg = choices.percent(40);
    Scope body = scope.function(vararg);
    line(
        "local "
            + name
            + " = coroutine."
            + (wrap ? "wrap" : "create")
            + "(function"
            + parameters(body, vararg)
            + " tick()");
    statements(body, choices.between(1, 2));
    String got = fresh("y");
    line("local " + got + " = coroutine.yield(" + expressions.of(Kind.ANY, body, 2) + ")");
    body.declare(got, Kind.ANY);
    block(body);
    lastStatement(body);
    line("end)");
    for (int i = choices.between(1, 4); i > 0; i--) {
      String value = expressions.of(Kind.ANY, scope, 1);
      line(
          wrap
              ? "try('wrapped', " + name + ", " + value + ")"
              : "print(coroutine.resume(" + name + ", " + value + "))");
    }
    if (!wrap) {
      line("print(coroutine.status(" + name + "))");
    }
  }

  private void protectedCall(Scope scope) {
    boolean vararg = choices.percent(40);
    Scope body = scope.function(vararg);
    boolean handled = choices.percent(30);
    line(handled ? "print(xpcall(function()" : "print(pcall(function" + parameters(body, vararg));
    block(handled ? scope.function(false) : body);
    lastStatement(handled ? scope.function(false) : body);
    line(
        handled
            ? "end, "
                + choices.of("traceback", "function(e) return type(e), e end", "tostring")
                + "))"
            : "end, " + expressions.of(Kind.ANY, scope, 1) + "))");
  }

  private String inlineFunction(Scope scope, int depth) {
    boolean vararg = choices.percent(25);
    Scope body = scope.function(vararg);
    StringBuilder text = new StringBuilder("function" + parameters(body, vararg) + " tick() ");
    if (scope.functionDepth() < 5 && choices.percent(40)) {
      String name = fresh("l");
      text.append("local " + name + " = " + expressions.of(Kind.ANY, body, depth) + " ");
      body.declare(name, Kind.ANY);
    }
    if (choices.percent(20)) {
      text.append("print(" + expressions.of(Kind.ANY, body, depth) + ") ");
    }
    return text + (scope.functionDepth() < 5 ? returned(body, depth) : "return 1") + " end";
  }
}
