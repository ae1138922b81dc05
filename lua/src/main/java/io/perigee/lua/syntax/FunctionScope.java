package io.perigee.lua.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names that a function under parsing sees: its active local variables, upvalues, and labels by
 * block. Limits and rules of {@code goto} are LuaJIT's.
 */
final class FunctionScope {
  private static final int MAX_LOCALS = 200;
  private static final int MAX_UPVALUES = 120;

  private final Lexer lexer;
  private final @Nullable FunctionScope parent;
  private final int depth;
  private final int lineDefined;
  private final boolean vararg;
  private final List<LocalVariable> active = new ArrayList<>();
  private final List<LocalVariable> upvalues = new ArrayList<>();
  private BlockScope block;
  private int strayBreak;

  FunctionScope(Lexer lexer, @Nullable FunctionScope parent, int lineDefined, boolean vararg) {
    this.lexer = lexer;
    this.parent = parent;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.lineDefined = lineDefined;
    this.vararg = vararg;
    this.block = new BlockScope(null, false, 0);
  }

  /** A block under parsing. */
  private static final class BlockScope {
    final @Nullable BlockScope parent;
    final boolean loop;
    final int firstLocal;
    final List<OpenLabel> labels = new ArrayList<>();
    List<OpenJump> jumps = new ArrayList<>();

    BlockScope(@Nullable BlockScope parent, boolean loop, int firstLocal) {
      this.parent = parent;
      this.loop = loop;
      this.firstLocal = firstLocal;
    }
  }

  private record OpenLabel(LabelName label) {}

  /** A goto whose label has not been seen; {@code locals} are active where it stands. */
  private record OpenJump(Jump jump, int locals, int line) {}

  int depth() {
    return depth;
  }

  boolean isVararg() {
    return vararg;
  }

  List<LocalVariable> upvalues() {
    return List.copyOf(upvalues);
  }

  // ---- blocks ----

  void open(boolean loop) {
    block = new BlockScope(block, loop, active.size());
  }

  void close() {
    BlockScope closed = block;
    BlockScope outer = closed.parent;
    if (outer == null) {
      throw new IllegalStateException("the function's own block ends with finish");
    }
    while (active.size() > closed.firstLocal) {
      active.removeLast();
    }
    for (OpenJump jump : closed.jumps) {
      outer.jumps.add(new OpenJump(jump.jump, Math.min(jump.locals, closed.firstLocal), jump.line));
    }
    block = outer;
  }

  /** Ends the function: every goto must have found its label, every break its loop. */
  void finish() {
    for (OpenJump jump : block.jumps) {
      throw lexer.bareError("undefined label '" + jump.jump.name() + "'", jump.line);
    }
    if (strayBreak != 0) {
      throw lexer.bareError("no loop to break", strayBreak);
    }
  }

  // ---- variables ----

  /** A variable that becomes visible with {@link #activate}. */
  LocalVariable declare(String name, int pending) {
    if (active.size() + pending >= MAX_LOCALS) {
      throw limit(MAX_LOCALS, "local variables");
    }
    return new LocalVariable(name, lexer.lastLine(), depth);
  }

  void activate(LocalVariable variable) {
    active.add(variable);
  }

  /** The error of too many of something. */
  SyntaxError limit(int limit, String what) {
    String where = lineDefined == 0 ? "main function" : "function at line " + lineDefined;
    return lexer.bareError(where + " has more than " + limit + " " + what);
  }

  /** What a name means here. */
  Expression resolve(String name, int line) {
    LocalVariable local = find(name);
    if (local != null) {
      return new Expression.Local(local);
    }
    LocalVariable outer = parent == null ? null : parent.findOutward(name);
    if (outer == null) {
      return new Expression.Global(Bytes.of(name), line);
    }
    outer.capture();
    return new Expression.Upvalue(upvalue(outer), outer);
  }

  private @Nullable LocalVariable find(String name) {
    for (int i = active.size() - 1; i >= 0; i--) {
      if (active.get(i).name().equals(name)) {
        return active.get(i);
      }
    }
    return null;
  }

  private @Nullable LocalVariable findOutward(String name) {
    LocalVariable mine = find(name);
    return mine != null || parent == null ? mine : parent.findOutward(name);
  }

  private int upvalue(LocalVariable variable) {
    int known = upvalues.indexOf(variable);
    if (known >= 0) {
      return known;
    }
    if (upvalues.size() >= MAX_UPVALUES) {
      throw limit(MAX_UPVALUES, "upvalues");
    }
    if (parent != null && variable.depth() != parent.depth) {
      parent.upvalue(variable);
    }
    upvalues.add(variable);
    return upvalues.size() - 1;
  }

  // ---- jumps ----

  void breakLoop(int line) {
    for (BlockScope b = block; b != null; b = b.parent) {
      if (b.loop) {
        return;
      }
    }
    if (strayBreak == 0) {
      strayBreak = line;
    }
  }

  Jump jump(String name, int line) {
    Jump jump = new Jump(name);
    for (BlockScope b = block; b != null; b = b.parent) {
      for (OpenLabel label : b.labels) {
        if (label.label.name().equals(name)) {
          jump.target(label.label);
          label.label.markLeadingBack();
          return jump;
        }
      }
    }
    block.jumps.add(new OpenJump(jump, active.size(), line));
    return jump;
  }

  LabelName label(String name) {
    for (OpenLabel other : block.labels) {
      if (other.label.name().equals(name)) {
        throw lexer.bareError("duplicate label '" + name + "'");
      }
    }
    LabelName label = new LabelName(name);
    block.labels.add(new OpenLabel(label));
    return label;
  }

  /**
   * Leads the waiting gotos of the block to a label. A label that ends its block counts as outside
   * the scope of the block's locals.
   */
  void resolveJumps(LabelName label, boolean endsBlock) {
    int locals = endsBlock ? block.firstLocal : active.size();
    List<OpenJump> waiting = new ArrayList<>();
    for (OpenJump jump : block.jumps) {
      if (!jump.jump.name().equals(label.name())) {
        waiting.add(jump);
      } else if (jump.locals < locals) {
        String text = "<goto " + label.name() + "> jumps into the scope of local '";
        throw lexer.bareError(text + active.get(jump.locals).name() + "'", jump.line);
      } else {
        jump.jump.target(label);
      }
    }
    block.jumps = waiting;
  }
}
