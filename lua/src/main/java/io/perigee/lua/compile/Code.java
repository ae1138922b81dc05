package io.perigee.lua.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The instructions of one method under generation. Never emits code that cannot be reached: what
 * follows a return or jump is dropped until a label that something jumps to. So the invoke
 * instructions of the class file are exactly those recorded here, in order, each with the names of
 * its operands for messages.
 */
final class Code {
  private final CodeBuilder builder;
  private final List<Site> sites = new ArrayList<>();
  private final Set<Label> targets = new HashSet<>();
  private boolean reachable = true;
  private int nextLocal;
  private int line;
  private int emittedLine;

  /**
   * An invoke instruction.
   *
   * @param operands the names of its operands, null when it cannot fail
   * @param tail whether it is a call in tail position
   */
  record Site(@Nullable List<@Nullable String> operands, boolean tail) {
    static final Site QUIET = new Site(null, false);
  }

  Code(CodeBuilder builder, int firstLocal) {
    this.builder = builder;
    this.nextLocal = firstLocal;
  }

  List<Site> sites() {
    return sites;
  }

  boolean isReachable() {
    return reachable;
  }

  // ---- local slots ----

  int allocate(TypeKind kind) {
    int slot = nextLocal;
    nextLocal += kind.slotSize();
    return slot;
  }

  int temp() {
    return allocate(TypeKind.REFERENCE);
  }

  int mark() {
    return nextLocal;
  }

  void release(int mark) {
    nextLocal = mark;
  }

  // ---- lines ----

  /** The line of the instructions that follow. */
  void line(int newLine) {
    line = newLine;
  }

  private void emitLine() {
    if (line != emittedLine && line > 0) {
      builder.lineNumber(Math.min(line, 0xffff));
      emittedLine = line;
    }
  }

  // ---- labels ----

  Label label() {
    return builder.newLabel();
  }

  /** A label here; what follows can be reached if what precedes can or something jumps to it. */
  void bind(Label label) {
    builder.labelBinding(label);
    reachable |= targets.contains(label);
    emittedLine = 0;
  }

  /** A label that later code jumps back to. */
  void bindLoop(Label label) {
    builder.labelBinding(label);
    emittedLine = 0;
  }

  /** A label of the program, which code further down may jump back to. */
  void bindTarget(Label label) {
    builder.labelBinding(label);
    reachable = true;
    emittedLine = 0;
  }

  void jump(Label label) {
    if (reachable) {
      builder.goto_(label);
      targets.add(label);
      reachable = false;
    }
  }

  void branch(Opcode condition, Label label) {
    if (reachable) {
      builder.branch(condition, label);
      targets.add(label);
    }
  }

  boolean isTarget(Label label) {
    return targets.contains(label);
  }

  // ---- instructions ----

  void op(Opcode opcode) {
    if (reachable) {
      emitLine();
      builder.with(OperatorInstruction.of(opcode));
    }
  }

  void stack(Opcode opcode) {
    if (reachable) {
      builder.with(StackInstruction.of(opcode));
    }
  }

  void convert(TypeKind from, TypeKind to) {
    if (reachable) {
      builder.conversion(from, to);
    }
  }

  void load(TypeKind kind, int slot) {
    if (reachable) {
      builder.loadLocal(kind, slot);
    }
  }

  void store(TypeKind kind, int slot) {
    if (reachable) {
      builder.storeLocal(kind, slot);
    }
  }

  void load(int slot) {
    load(TypeKind.REFERENCE, slot);
  }

  void store(int slot) {
    store(TypeKind.REFERENCE, slot);
  }

  void loadThis() {
    load(0);
  }

  void nil() {
    if (reachable) {
      builder.aconst_null();
    }
  }

  void constant(double value) {
    if (reachable) {
      builder.loadConstant(value);
    }
  }

  void constant(long value) {
    if (reachable) {
      builder.loadConstant(value);
    }
  }

  void constant(int value) {
    if (reachable) {
      builder.loadConstant(value);
    }
  }

  void getStatic(ClassDesc owner, String name, ClassDesc type) {
    if (reachable) {
      builder.getstatic(owner, name, type);
    }
  }

  void putStatic(ClassDesc owner, String name, ClassDesc type) {
    if (reachable) {
      builder.putstatic(owner, name, type);
    }
  }

  void getField(ClassDesc owner, String name, ClassDesc type) {
    if (reachable) {
      builder.getfield(owner, name, type);
    }
  }

  void putField(ClassDesc owner, String name, ClassDesc type) {
    if (reachable) {
      builder.putfield(owner, name, type);
    }
  }

  void isInstance(ClassDesc type) {
    if (reachable) {
      builder.instanceOf(type);
    }
  }

  void cast(ClassDesc type) {
    if (reachable) {
      builder.checkcast(type);
    }
  }

  void create(ClassDesc type) {
    if (reachable) {
      emitLine();
      builder.new_(type);
    }
  }

  void createArray(ClassDesc component) {
    if (reachable) {
      builder.anewarray(component);
    }
  }

  void loadElement() {
    if (reachable) {
      builder.aaload();
    }
  }

  void storeElement() {
    if (reachable) {
      builder.aastore();
    }
  }

  // ---- calls ----

  void invokeStatic(ClassDesc owner, String name, MethodTypeDesc type) {
    invokeStatic(owner, name, type, Site.QUIET);
  }

  void invokeStatic(ClassDesc owner, String name, MethodTypeDesc type, Site site) {
    if (record(site)) {
      builder.invokestatic(owner, name, type);
    }
  }

  void invokeVirtual(ClassDesc owner, String name, MethodTypeDesc type) {
    invokeVirtual(owner, name, type, Site.QUIET);
  }

  void invokeVirtual(ClassDesc owner, String name, MethodTypeDesc type, Site site) {
    if (record(site)) {
      builder.invokevirtual(owner, name, type);
    }
  }

  void invokeConstructor(ClassDesc owner, MethodTypeDesc type) {
    if (record(Site.QUIET)) {
      builder.invokespecial(owner, "<init>", type);
    }
  }

  void invokeDynamic(
      DirectMethodHandleDesc bootstrap,
      String name,
      MethodTypeDesc type,
      Site site,
      ConstantDesc... arguments) {
    if (record(site)) {
      builder.invokedynamic(DynamicCallSiteDesc.of(bootstrap, name, type, arguments));
    }
  }

  private boolean record(Site site) {
    if (!reachable) {
      return false;
    }
    emitLine();
    sites.add(site);
    return true;
  }

  void returnValue() {
    if (reachable) {
      builder.areturn();
      reachable = false;
    }
  }

  void returnVoid() {
    if (reachable) {
      builder.return_();
      reachable = false;
    }
  }

  /** Where a loop's back-edge is about to jump: the place for an execution budget's check. */
  void checkpoint() {
    // Nothing is emitted yet; the budget will be counted down here.
  }
}
