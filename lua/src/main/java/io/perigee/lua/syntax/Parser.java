package io.perigee.lua.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements of the grammar (Lua manual 2.4, 8) and function bodies. A recursive descent parser
 * that reports errors where and as LuaJIT does.
 */
public final class Parser {
  private static final int MAX_LEVEL = 200;

  private final Lexer lexer;
  private final ExpressionParser expressions;
  private @Nullable FunctionScope scope;
  private int level;

  private Parser(Lexer lexer) {
    this.lexer = lexer;
    this.expressions = new ExpressionParser(lexer, this);
  }

  /** Parses a whole chunk; throws {@link SyntaxError}. */
  public static FunctionBody parse(byte[] source, String chunkName) {
    Lexer lexer = new Lexer(source, chunkName);
    return new Parser(lexer).chunk();
  }

  private FunctionBody chunk() {
    FunctionScope main = new FunctionScope(lexer, null, 0, true);
    scope = main;
    lexer.next();
    Block block = new Block(statements());
    if (lexer.token() != Token.EOF) {
      throw expected(Token.EOF);
    }
    main.finish();
    return new FunctionBody("main", List.of(), true, block, List.of(), 0, 0, lexer.lastLine());
  }

  // ---- shared with the expression parser ----

  FunctionScope scope() {
    FunctionScope current = scope;
    if (current == null) {
      throw new IllegalStateException("no function is being parsed");
    }
    return current;
  }

  void enterLevel() {
    level++;
    if (level >= MAX_LEVEL) {
      throw lexer.bareError("chunk has too many syntax levels");
    }
  }

  void leaveLevel() {
    level--;
  }

  SyntaxError expected(Token token) {
    return lexer.error("'" + token.text() + "' expected");
  }

  boolean accept(Token token) {
    if (lexer.token() != token) {
      return false;
    }
    lexer.next();
    return true;
  }

  void expect(Token token) {
    if (!accept(token)) {
      throw expected(token);
    }
  }

  /** Expects the token that closes what was opened at a line. */
  void expectMatch(Token close, Token open, int line) {
    if (accept(close)) {
      return;
    }
    if (line == lexer.line()) {
      throw expected(close);
    }
    throw lexer.error(
        "'" + close.text() + "' expected (to close '" + open.text() + "' at line " + line + ")");
  }

  /** A name; {@code goto} is one too where no statement can begin. */
  String name() {
    if (lexer.token() != Token.NAME && lexer.token() != Token.GOTO) {
      throw expected(Token.NAME);
    }
    String name = lexer.name();
    lexer.next();
    return name;
  }

  /** Parameters and statements of a function, behind its name. */
  FunctionBody functionBody(String name, boolean method, int line) {
    FunctionScope outer = scope();
    List<String> names = new ArrayList<>();
    if (method) {
      names.add("self");
    }
    expect(Token.LEFT_PAREN);
    boolean vararg = parameters(names);
    expect(Token.RIGHT_PAREN);
    FunctionScope inner = new FunctionScope(lexer, outer, line, vararg);
    List<LocalVariable> parameters = new ArrayList<>();
    for (String parameter : names) {
      LocalVariable variable = inner.declare(parameter, 0);
      inner.activate(variable);
      parameters.add(variable);
    }
    scope = inner;
    Block block = new Block(statements());
    if (lexer.token() != Token.END) {
      expectMatch(Token.END, Token.FUNCTION, line);
    }
    inner.finish();
    int lastLine = lexer.line();
    scope = outer;
    lexer.next();
    return new FunctionBody(
        name, parameters, vararg, block, inner.upvalues(), inner.depth(), line, lastLine);
  }

  private boolean parameters(List<String> names) {
    if (lexer.token() == Token.RIGHT_PAREN) {
      return false;
    }
    do {
      if (lexer.token() == Token.NAME || lexer.token() == Token.GOTO) {
        names.add(name());
      } else if (accept(Token.DOTS)) {
        return true;
      } else {
        throw lexer.error("<name> or '...' expected");
      }
    } while (accept(Token.COMMA));
    return false;
  }

  // ---- blocks ----

  private static boolean endsBlock(Token token) {
    return switch (token) {
      case ELSE, ELSEIF, END, UNTIL, EOF -> true;
      default -> false;
    };
  }

  private List<Statement> statements() {
    enterLevel();
    List<Statement> list = new ArrayList<>();
    boolean last = false;
    while (!last && !endsBlock(lexer.token())) {
      last = statement(list);
      accept(Token.SEMICOLON);
    }
    leaveLevel();
    return list;
  }

  private Block block(boolean loop) {
    scope().open(loop);
    Block block = new Block(statements());
    scope().close();
    return block;
  }

  /** Parses one statement; answers whether it must be the last of its block. */
  private boolean statement(List<Statement> list) {
    int line = lexer.line();
    switch (lexer.token()) {
      case IF -> list.add(ifStatement(line));
      case WHILE -> list.add(whileStatement(line));
      case DO -> {
        lexer.next();
        list.add(new Statement.Do(block(false)));
        expectMatch(Token.END, Token.DO, line);
      }
      case FOR -> list.add(forStatement(line));
      case REPEAT -> list.add(repeatStatement(line));
      case FUNCTION -> list.add(functionStatement(line));
      case LOCAL -> {
        lexer.next();
        list.add(accept(Token.FUNCTION) ? localFunction(line) : localStatement(line));
      }
      case RETURN -> {
        list.add(returnStatement(line));
        return true;
      }
      case BREAK -> {
        lexer.next();
        scope().breakLoop(line);
        list.add(new Statement.Break(line));
        return true;
      }
      case LABEL -> label(list);
      case GOTO -> {
        if (lexer.lookahead() == Token.NAME) {
          lexer.next();
          list.add(new Statement.Goto(scope().jump(name(), line), line));
        } else {
          list.add(callOrAssignment(line));
        }
      }
      default -> list.add(callOrAssignment(line));
    }
    return false;
  }

  // ---- control structures ----

  private Statement ifStatement(int line) {
    List<Expression> conditions = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    Block otherwise = null;
    do {
      lexer.next();
      conditions.add(expressions.expression());
      expect(Token.THEN);
      blocks.add(block(false));
    } while (lexer.token() == Token.ELSEIF);
    if (accept(Token.ELSE)) {
      otherwise = block(false);
    }
    expectMatch(Token.END, Token.IF, line);
    return new Statement.If(conditions, blocks, otherwise, line);
  }

  private Statement whileStatement(int line) {
    lexer.next();
    Expression condition = expressions.expression();
    expect(Token.DO);
    Block body = block(true);
    expectMatch(Token.END, Token.WHILE, line);
    return new Statement.While(condition, body, line);
  }

  private Statement repeatStatement(int line) {
    lexer.next();
    scope().open(true);
    scope().open(false);
    List<Statement> body = statements();
    expectMatch(Token.UNTIL, Token.REPEAT, line);
    Expression condition = expressions.expression();
    scope().close();
    scope().close();
    return new Statement.Repeat(new Block(body), condition, lexer.lastLine());
  }

  private Statement forStatement(int line) {
    lexer.next();
    String first = name();
    Statement loop =
        switch (lexer.token()) {
          case ASSIGN -> numericFor(first, line);
          case COMMA, IN -> genericFor(first);
          default -> throw lexer.error("'=' or 'in' expected");
        };
    expectMatch(Token.END, Token.FOR, line);
    return loop;
  }

  private Statement numericFor(String name, int line) {
    lexer.next();
    Expression start = expressions.expression();
    expect(Token.COMMA);
    Expression limit = expressions.expression();
    Expression step = accept(Token.COMMA) ? expressions.expression() : null;
    scope().open(true);
    LocalVariable variable = scope().declare(name, 3);
    Block body = loopBody(List.of(variable));
    scope().close();
    return new Statement.NumericFor(variable, start, limit, step, body, line);
  }

  private Statement genericFor(String first) {
    List<String> names = new ArrayList<>();
    names.add(first);
    while (accept(Token.COMMA)) {
      names.add(name());
    }
    expect(Token.IN);
    int iteratorLine = lexer.line();
    List<Expression> iterator = expressions.list();
    scope().open(true);
    List<LocalVariable> variables = new ArrayList<>();
    for (String name : names) {
      variables.add(scope().declare(name, 3 + variables.size()));
    }
    Block body = loopBody(variables);
    scope().close();
    return new Statement.GenericFor(variables, iterator, body, iteratorLine);
  }

  private Block loopBody(List<LocalVariable> variables) {
    expect(Token.DO);
    scope().open(false);
    variables.forEach(scope()::activate);
    Block body = new Block(statements());
    scope().close();
    return body;
  }

  // ---- declarations and jumps ----

  private Statement functionStatement(int line) {
    lexer.next();
    String first = name();
    StringBuilder full = new StringBuilder(first);
    Expression target = scope().resolve(first, lexer.lastLine());
    while (lexer.token() == Token.DOT) {
      lexer.next();
      target = field(target, full.append('.'));
    }
    boolean method = false;
    if (accept(Token.COLON)) {
      method = true;
      target = field(target, full.append(':'));
    }
    FunctionBody body = functionBody(full.toString(), method, line);
    ExpressionParser.markAssigned(target);
    return new Statement.Assignment(List.of(target), List.of(new Expression.Function(body)), line);
  }

  private Expression field(Expression object, StringBuilder full) {
    String name = name();
    full.append(name);
    Expression key = new Expression.Str(Bytes.of(name));
    return new Expression.Index(object, key, lexer.lastLine());
  }

  private Statement localFunction(int line) {
    String name = name();
    LocalVariable variable = scope().declare(name, 0);
    scope().activate(variable);
    FunctionBody body = functionBody(name, false, line);
    return new Statement.LocalFunction(variable, body, line);
  }

  private Statement localStatement(int line) {
    List<LocalVariable> variables = new ArrayList<>();
    do {
      variables.add(scope().declare(name(), variables.size()));
    } while (accept(Token.COMMA));
    List<Expression> values = accept(Token.ASSIGN) ? expressions.list() : List.of();
    variables.forEach(scope()::activate);
    return new Statement.LocalDeclaration(
        variables, ExpressionParser.named(variables, values), line);
  }

  private Statement returnStatement(int line) {
    lexer.next();
    if (endsBlock(lexer.token()) || lexer.token() == Token.SEMICOLON) {
      return new Statement.Return(List.of(), line);
    }
    return new Statement.Return(expressions.list(), line);
  }

  private void label(List<Statement> list) {
    lexer.next();
    LabelName label = scope().label(name());
    expect(Token.LABEL);
    list.add(new Statement.Label(label));
    while (lexer.token() == Token.LABEL) {
      enterLevel();
      label(list);
      leaveLevel();
    }
    Token next = lexer.token();
    scope().resolveJumps(label, endsBlock(next) && next != Token.UNTIL);
  }

  private Statement callOrAssignment(int line) {
    Expression first = expressions.primary();
    if (first instanceof Expression.Call || first instanceof Expression.MethodCall) {
      return new Statement.CallStatement(first, line);
    }
    List<Expression> targets = new ArrayList<>();
    targets.add(assignable(first));
    while (accept(Token.COMMA)) {
      if (level + targets.size() >= MAX_LEVEL) {
        throw scope().limit(MAX_LEVEL, "variable names");
      }
      targets.add(assignable(expressions.primary()));
    }
    expect(Token.ASSIGN);
    List<Expression> values = expressions.list();
    targets.forEach(ExpressionParser::markAssigned);
    return new Statement.Assignment(
        targets, ExpressionParser.namedTargets(targets, values), lexer.lastLine());
  }

  private Expression assignable(Expression target) {
    return switch (target) {
      case Expression.Local l -> l;
      case Expression.Upvalue u -> u;
      case Expression.Global g -> g;
      case Expression.Index i -> i;
      default -> throw lexer.error("syntax error");
    };
  }
}
