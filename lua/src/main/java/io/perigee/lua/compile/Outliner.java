package io.perigee.lua.compile;

import io.perigee.lua.syntax.Block;
import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.LocalVariable;
import io.perigee.lua.syntax.Statement;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Spreads a large function over several methods. Statement lists that are too long are cut into
 * groups, each a method of its own; variables that more than one of them may use live in an array
 * that all get. Statements that jump out of themselves stay where they are. Large table
 * constructors are cut the same way.
 *
 * <p>A piece answers null when it ran to its end, else what its {@code return} gave back, with
 * {@link Support#NIL} for nil.
 */
final class Outliner {
  private static final int MAX_GROUPS = 100;
  private static final int MAX_BRANCHES = 20;
  private static final int MIN_EXPRESSION = 600;
  private static final MethodTypeDesc PIECE =
      Descriptors.type(
          Descriptors.OBJECT, Descriptors.OBJECTS, Descriptors.OBJECTS, Descriptors.OBJECT);

  private final MethodContext method;
  private final Code code;

  /** How many limits large the innermost expression under way is; -1 outside of expressions. */
  private int depth = -1;

  Outliner(MethodContext method) {
    this.method = method;
    this.code = method.code();
  }

  static MethodTypeDesc pieceType() {
    return PIECE;
  }

  private boolean isTooLarge(int size) {
    return method.frame() >= 0 && size > CodeSize.LIMIT;
  }

  /** Puts a variable into the frame when the block it is for is going to be cut. */
  void frameIfCut(LocalVariable variable, Block scope) {
    if (isTooLarge(CodeSize.of(scope))) {
      frame(variable);
    }
  }

  /** Puts a variable into the frame. */
  void frame(LocalVariable variable) {
    Place place = new Place.Framed(method.type().frameIndex(variable), variable.isShared());
    method.places().put(variable, place);
  }

  // ---- statements ----

  /** Compiles a list in groups if it is too large for one method; answers whether it was. */
  boolean cut(List<Statement> statements) {
    int size = method.frame() < 0 ? 0 : CodeSize.of(statements);
    if (!isTooLarge(size)) {
      return false;
    }
    statements.forEach(this::frameDeclared);
    int limit = Math.max(CodeSize.LIMIT, size / MAX_GROUPS);
    List<Statement> group = new ArrayList<>();
    int groupSize = 0;
    for (Statement statement : statements) {
      int own = CodeSize.of(statement);
      boolean stays = Escapes.from(statement) || own > limit;
      if (stays || groupSize + own > limit) {
        flush(group);
        groupSize = 0;
      }
      if (stays) {
        method.statements().statement(statement);
      } else {
        group.add(statement);
        groupSize += own;
      }
    }
    flush(group);
    return true;
  }

  private void frameDeclared(Statement statement) {
    switch (statement) {
      case Statement.LocalDeclaration d -> d.variables().forEach(this::frame);
      case Statement.LocalFunction f -> frame(f.variable());
      default -> {
        // Declares nothing here.
      }
    }
  }

  private void flush(List<Statement> group) {
    if (!group.isEmpty()) {
      List<Statement> statements = List.copyOf(group);
      group.clear();
      statements(statements);
    }
  }

  private void statements(List<Statement> statements) {
    code.nil();
    Label on = code.label();
    int mark = code.mark();
    int result = code.temp();
    call(piece -> piece.statements().all(statements));
    code.store(result);
    code.load(result);
    code.branch(Opcode.IFNULL, on);
    code.load(result);
    if (!method.isPiece()) {
      code.invokeStatic(Descriptors.SUPPORT, "unwrapped", Descriptors.UNARY);
    }
    code.returnValue();
    code.bind(on);
    code.release(mark);
  }

  /** Compiles a branch of a large if: as a piece where it can be one. */
  void branch(Block block, boolean ofLargeIf) {
    if (!ofLargeIf || block.statements().stream().anyMatch(Escapes::from)) {
      method.statements().block(block);
    } else {
      statements(block.statements());
    }
  }

  /** Whether the branches of an if are to become pieces. */
  boolean isLarge(Statement.If i) {
    return isTooLarge(CodeSize.of(i));
  }

  /** An if with many branches becomes one with few, whose else holds the others. */
  Statement.If nested(Statement.If i) {
    if (i.conditions().size() <= MAX_BRANCHES) {
      return i;
    }
    int n = i.conditions().size();
    Statement.If rest =
        new Statement.If(
            i.conditions().subList(MAX_BRANCHES, n),
            i.blocks().subList(MAX_BRANCHES, n),
            i.otherwise(),
            i.line());
    return new Statement.If(
        i.conditions().subList(0, MAX_BRANCHES),
        i.blocks().subList(0, MAX_BRANCHES),
        new Block(List.of(rest)),
        i.line());
  }

  // ---- expressions ----

  /**
   * Compiles an expression as a piece of its own if it is a deep part of one that is too large: the
   * tree is cut where the size of the part passes a multiple of the limit. Answers whether it did;
   * the object is then on the stack.
   */
  boolean cut(Expression e) {
    if (!isCut(e)) {
      return false;
    }
    code.nil();
    call(
        piece -> {
          piece.expressions().object(e);
          piece.code().invokeStatic(Descriptors.SUPPORT, "wrapped", Descriptors.UNARY);
          piece.code().returnValue();
        });
    code.invokeStatic(Descriptors.SUPPORT, "unwrapped", Descriptors.UNARY);
    return true;
  }

  /** Whether an expression becomes a piece of its own. */
  boolean isCut(Expression e) {
    if (method.frame() < 0 || depth < 0 || !isNested(e)) {
      return false;
    }
    int size = CodeSize.of(e);
    return size >= MIN_EXPRESSION && size / CodeSize.LIMIT < depth;
  }

  /** Begins an expression; answers what {@link #leave} wants back. */
  int enter(Expression e) {
    int before = depth;
    if (method.frame() >= 0 && isNested(e)) {
      int own = CodeSize.of(e) / CodeSize.LIMIT;
      depth = depth < 0 ? own : Math.min(depth, own);
    }
    return before;
  }

  /** Ends an expression. */
  void leave(int before) {
    depth = before;
  }

  private static boolean isNested(Expression e) {
    return switch (e) {
      case Expression.Binary b -> true;
      case Expression.Unary u -> true;
      case Expression.And a -> true;
      case Expression.Or o -> true;
      case Expression.Concat c -> true;
      case Expression.Index i -> true;
      case Expression.Call c -> true;
      case Expression.MethodCall c -> true;
      default -> false;
    };
  }

  // ---- table constructors ----

  /** Whether a constructor is to be cut. */
  boolean isLarge(Expression.Table t) {
    return isTooLarge(CodeSize.of(t));
  }

  /** Fills the table in a local in pieces. */
  void entries(Expression.Table t, int table) {
    List<Expression.Item> items = t.items();
    int from = 0;
    int count = 0;
    while (from < items.size()) {
      int to = from;
      int size = 0;
      while (to < items.size() && (to == from || size < CodeSize.LIMIT / 2)) {
        size += 12 + CodeSize.of(items.get(to).value());
        to++;
      }
      List<Expression.Item> group = items.subList(from, to);
      boolean last = to == items.size();
      int before = count;
      code.load(table);
      call(piece -> piece.tables().entries(group, last, before, t.line()));
      code.stack(Opcode.POP);
      count += (int) group.stream().filter(item -> item.key() == null).count();
      from = to;
    }
  }

  // ---- calling a piece ----

  /** Calls a new piece; its extra argument is on the stack, its result will be. */
  private void call(Consumer<MethodContext> body) {
    Map<LocalVariable, Place> framed = new HashMap<>();
    method
        .places()
        .forEach(
            (variable, place) -> {
              if (place instanceof Place.Framed) {
                framed.put(variable, place);
              }
            });
    if (!code.isReachable()) {
      return;
    }
    String name = method.type().addPiece(framed, method.isRepeated(), body);
    int mark = code.mark();
    int extra = code.temp();
    code.store(extra);
    code.loadThis();
    code.load(method.frame());
    if (method.varargs() >= 0) {
      code.load(method.varargs());
    } else {
      code.nil();
    }
    code.load(extra);
    ClassContext type = method.type();
    if (type.prototype().isDeferred()) {
      code.invokeStatic(type.self(), name, type.methodType(PIECE));
    } else {
      code.invokeVirtual(type.self(), name, PIECE);
    }
    code.release(mark);
  }
}
