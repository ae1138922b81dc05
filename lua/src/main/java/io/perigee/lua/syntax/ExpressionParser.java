package io.perigee.lua.syntax;

import java.util.ArrayList;
import java.util.List;

/** The expressions of the grammar (Lua manual 2.5, 8), with numeric constants folded. */
final class ExpressionParser {
  private static final int UNARY_PRIORITY = 8;

  private final Lexer lexer;
  private final Parser parser;

  ExpressionParser(Lexer lexer, Parser parser) {
    this.lexer = lexer;
    this.parser = parser;
  }

  /** One or more expressions with commas between. */
  List<Expression> list() {
    List<Expression> list = new ArrayList<>();
    do {
      list.add(expression());
    } while (parser.accept(Token.COMMA));
    return list;
  }

  Expression expression() {
    return operation(0);
  }

  // ---- operators ----

  private static int leftPriority(Token token) {
    return switch (token) {
      case PLUS, MINUS -> 6;
      case STAR, SLASH, PERCENT -> 7;
      case CARET -> 10;
      case CONCAT -> 5;
      case EQ, NE, LT, LE, GT, GE -> 3;
      case AND -> 2;
      case OR -> 1;
      default -> 0;
    };
  }

  private static int rightPriority(Token token) {
    return switch (token) {
      case CARET -> 9;
      case CONCAT -> 4;
      default -> leftPriority(token);
    };
  }

  private Expression operation(int limit) {
    parser.enterLevel();
    Expression left = unary();
    Token operator = lexer.token();
    while (leftPriority(operator) > limit) {
      lexer.next();
      Expression right = operation(rightPriority(operator));
      left = binary(operator, left, right, lexer.lastLine());
      operator = lexer.token();
    }
    parser.leaveLevel();
    return left;
  }

  private Expression unary() {
    return switch (lexer.token()) {
      case NOT -> unary(UnaryOperator.NOT);
      case MINUS -> unary(UnaryOperator.MINUS);
      case HASH -> unary(UnaryOperator.LENGTH);
      default -> simple();
    };
  }

  private Expression unary(UnaryOperator operator) {
    lexer.next();
    Expression operand = operation(UNARY_PRIORITY);
    if (operator == UnaryOperator.MINUS && operand instanceof Expression.Num n && n.value() != 0) {
      return new Expression.Num(-n.value());
    }
    return new Expression.Unary(operator, operand, lexer.lastLine());
  }

  private static Expression binary(Token token, Expression left, Expression right, int line) {
    return switch (token) {
      case AND -> new Expression.And(left, right);
      case OR -> new Expression.Or(left, right);
      case CONCAT -> concat(left, right, line);
      default -> arithmetic(operator(token), left, right, line);
    };
  }

  private static BinaryOperator operator(Token token) {
    return switch (token) {
      case PLUS -> BinaryOperator.ADD;
      case MINUS -> BinaryOperator.SUB;
      case STAR -> BinaryOperator.MUL;
      case SLASH -> BinaryOperator.DIV;
      case PERCENT -> BinaryOperator.MOD;
      case CARET -> BinaryOperator.POW;
      case EQ -> BinaryOperator.EQ;
      case NE -> BinaryOperator.NE;
      case LT -> BinaryOperator.LT;
      case LE -> BinaryOperator.LE;
      case GT -> BinaryOperator.GT;
      case GE -> BinaryOperator.GE;
      default -> throw new IllegalStateException("no operator: " + token);
    };
  }

  /** Folds two numbers, except where LuaJIT leaves it to run time: NaN and minus zero. */
  private static Expression arithmetic(
      BinaryOperator operator, Expression left, Expression right, int line) {
    if (operator.isArithmetic()
        && left instanceof Expression.Num a
        && right instanceof Expression.Num b) {
      double value = operator.apply(a.value(), b.value());
      boolean minusZero = value == 0 && 1 / value < 0;
      if (!Double.isNaN(value) && !minusZero) {
        return new Expression.Num(value);
      }
    }
    return new Expression.Binary(operator, left, right, line);
  }

  private static Expression concat(Expression left, Expression right, int line) {
    List<Expression> parts = new ArrayList<>();
    parts.add(left);
    if (right instanceof Expression.Concat more) {
      parts.addAll(more.parts());
    } else {
      parts.add(right);
    }
    return new Expression.Concat(parts, line);
  }

  // ---- operands ----

  private Expression simple() {
    return switch (lexer.token()) {
      case NUMBER -> constant(new Expression.Num(lexer.number()));
      case STRING -> constant(new Expression.Str(lexer.string()));
      case NIL -> constant(new Expression.Nil());
      case TRUE -> constant(new Expression.Bool(true));
      case FALSE -> constant(new Expression.Bool(false));
      case DOTS -> {
        if (!parser.scope().isVararg()) {
          throw lexer.error("cannot use '...' outside a vararg function");
        }
        yield constant(new Expression.Vararg());
      }
      case LEFT_BRACE -> table();
      case FUNCTION -> {
        int line = lexer.line();
        lexer.next();
        yield new Expression.Function(parser.functionBody("anonymous", false, line));
      }
      default -> unwrapped(primary());
    };
  }

  /** Parentheses matter only for what can be assigned and for calls with many results. */
  private static Expression unwrapped(Expression expression) {
    return expression instanceof Expression.Single single && !single.inner().isMultiple()
        ? single.inner()
        : expression;
  }

  private Expression constant(Expression expression) {
    lexer.next();
    return expression;
  }

  /** A name or a parenthesized expression with its indexes and calls. */
  Expression primary() {
    Expression expression = prefix();
    while (true) {
      switch (lexer.token()) {
        case DOT -> {
          lexer.next();
          Expression key = new Expression.Str(Bytes.of(parser.name()));
          expression = new Expression.Index(expression, key, lexer.lastLine());
        }
        case LEFT_BRACKET -> {
          Expression key = bracketKey();
          expression = new Expression.Index(expression, key, lexer.lastLine());
        }
        case COLON -> {
          lexer.next();
          Bytes name = Bytes.of(parser.name());
          int line = lexer.line();
          expression = new Expression.MethodCall(expression, name, arguments(), line);
        }
        case LEFT_PAREN, STRING, LEFT_BRACE -> {
          int line = lexer.line();
          expression = new Expression.Call(expression, arguments(), line);
        }
        default -> {
          return expression;
        }
      }
    }
  }

  private Expression prefix() {
    if (lexer.token() == Token.LEFT_PAREN) {
      int line = lexer.line();
      lexer.next();
      Expression inner = expression();
      parser.expectMatch(Token.RIGHT_PAREN, Token.LEFT_PAREN, line);
      return new Expression.Single(inner);
    }
    if (lexer.token() == Token.NAME || lexer.token() == Token.GOTO) {
      String name = parser.name();
      return parser.scope().resolve(name, lexer.lastLine());
    }
    throw lexer.error("unexpected symbol");
  }

  private Expression bracketKey() {
    lexer.next();
    Expression key = expression();
    parser.expect(Token.RIGHT_BRACKET);
    return key;
  }

  private List<Expression> arguments() {
    int line = lexer.line();
    return switch (lexer.token()) {
      case STRING -> List.of(constant(new Expression.Str(lexer.string())));
      case LEFT_BRACE -> List.of(table());
      case LEFT_PAREN -> {
        if (line != lexer.lastLine()) {
          throw lexer.error("ambiguous syntax (function call x new statement)");
        }
        lexer.next();
        List<Expression> arguments = lexer.token() == Token.RIGHT_PAREN ? List.of() : list();
        parser.expectMatch(Token.RIGHT_PAREN, Token.LEFT_PAREN, line);
        yield arguments;
      }
      default -> throw lexer.error("function arguments expected");
    };
  }

  // ---- table constructors ----

  private Expression table() {
    int line = lexer.line();
    parser.expect(Token.LEFT_BRACE);
    List<Expression.Item> items = new ArrayList<>();
    while (lexer.token() != Token.RIGHT_BRACE) {
      items.add(item());
      if (!parser.accept(Token.COMMA) && !parser.accept(Token.SEMICOLON)) {
        break;
      }
    }
    parser.expectMatch(Token.RIGHT_BRACE, Token.LEFT_BRACE, line);
    return new Expression.Table(items, lexer.lastLine());
  }

  private Expression.Item item() {
    if (lexer.token() == Token.LEFT_BRACKET) {
      Expression key = bracketKey();
      parser.expect(Token.ASSIGN);
      return new Expression.Item(key, expression());
    }
    boolean name = lexer.token() == Token.NAME || lexer.token() == Token.GOTO;
    if (name && lexer.lookahead() == Token.ASSIGN) {
      String key = parser.name();
      parser.expect(Token.ASSIGN);
      return new Expression.Item(new Expression.Str(Bytes.of(key)), named(key, expression()));
    }
    return new Expression.Item(null, expression());
  }

  // ---- what the parser learns from assignments ----

  /** Notes that a variable is assigned. */
  static void markAssigned(Expression target) {
    switch (target) {
      case Expression.Local l -> l.variable().reassign();
      case Expression.Upvalue u -> u.variable().reassign();
      default -> {
        // Only local variables keep count.
      }
    }
  }

  /** Gives anonymous functions the names of the variables they are first assigned to. */
  static List<Expression> named(List<LocalVariable> variables, List<Expression> values) {
    List<Expression> all = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String name = i < variables.size() ? variables.get(i).name() : "anonymous";
      all.add(named(name, values.get(i)));
    }
    return all;
  }

  static List<Expression> namedTargets(List<Expression> targets, List<Expression> values) {
    List<Expression> all = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String name = i < targets.size() ? nameOf(targets.get(i)) : "anonymous";
      all.add(named(name, values.get(i)));
    }
    return all;
  }

  private static String nameOf(Expression target) {
    return switch (target) {
      case Expression.Local l -> l.variable().name();
      case Expression.Upvalue u -> u.variable().name();
      case Expression.Global g -> g.name().toString();
      case Expression.Index i when i.key() instanceof Expression.Str s -> s.bytes().toString();
      default -> "anonymous";
    };
  }

  private static Expression named(String name, Expression value) {
    if (value instanceof Expression.Function f && f.body().name().equals("anonymous")) {
      FunctionBody b = f.body();
      return new Expression.Function(
          new FunctionBody(
              name,
              b.parameters(),
              b.vararg(),
              b.block(),
              b.upvalues(),
              b.depth(),
              b.lineDefined(),
              b.lastLine()));
    }
    return value;
  }
}
