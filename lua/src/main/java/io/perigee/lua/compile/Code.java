package io.perigee.lua.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.SwitchCase;
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
  /** The last line that a class file's table can hold. */
  static final int MAX_LINE = 0xffff;

  private final CodeBuilder builder;
  private final List<Site> sites = new ArrayList<>();
  private final Set<Label> targets = new HashSet<>();
  private boolean reachable = true;
  private final List<Slot> slots = new ArrayList<>();
  private final boolean resumable;
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

  /** A local of the method that may hold a value; {@code type} is the class of its objects. */
  record Slot(int index, TypeKind kind, ClassDesc type) {}

  Code(CodeBuilder builder, int firstLocal) {
    this(builder, firstLocal, false);
  }

  /** Code whose locals can be saved and restored anywhere, if it is resumable. */
  Code(CodeBuilder builder, int firstLocal, boolean resumable) {
    this.builder = builder;
    this.nextLocal = firstLocal;
    this.resumable = resumable;
  }

  List<Site> sites() {
    return sites;
  }

  boolean isReachable() {
    return reachable;
  }

  // ---- local slots ----

  int allocate(TypeKind kind) {
    return allocate(kind, Descriptors.OBJECT);
  }

  int temp() {
    return allocate(TypeKind.REFERENCE);
  }

  /** A local for objects of one class, which are used without a cast. */
  int temp(ClassDesc type) {
    return allocate(TypeKind.REFERENCE, type);
  }

  private int allocate(TypeKind kind, ClassDesc type) {
    int slot = nextLocal;
    nextLocal += kind.slotSize();
    if (resumable && reachable) {
      clear(kind, slot);
      slots.add(new Slot(slot, kind, type));
    }
    return slot;
  }

  /** What is saved must have been stored to, on every way. */
  private void clear(TypeKind kind, int slot) {
    switch (kind) {
      case DOUBLE -> builder.dconst_0();
      case LONG -> builder.lconst_0();
      case INT -> builder.iconst_0();
      default -> builder.aconst_null();
    }
    builder.storeLocal(kind, slot);
  }

  /** The locals in use, in resumable code. */
  List<Slot> slots() {
    return List.copyOf(slots);
  }

  int mark() {
    return nextLocal;
  }

  void release(int mark) {
    nextLocal = mark;
    while (!slots.isEmpty() && slots.getLast().index() >= mark) {
      slots.removeLast();
    }
  }

  // ---- lines ----

  /** The line of the instructions that follow. */
  void line(int newLine) {
    line = newLine;
  }

  private void emitLine() {
    if (line != emittedLine && line > 0) {
      builder.lineNumber(Math.min(line, MAX_LINE));
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

  /** Jumps to the label that the int on the stack selects, counted from {@code first}. */
  void select(int first, List<Label> labels) {
    Label other = builder.newLabel();
    List<SwitchCase> cases = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      cases.add(SwitchCase.of(first + i, labels.get(i)));
    }
    builder.tableswitch(first, first + labels.size() - 1, other, cases);
    builder.labelBinding(other);
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

  void constant(String value) {
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

  void loadElement(TypeKind kind) {
    if (reachable) {
      builder.arrayLoad(kind);
    }
  }

  void storeElement(TypeKind kind) {
    if (reachable) {
      builder.arrayStore(kind);
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

  void invokeInterface(ClassDesc owner, String name, MethodTypeDesc type) {
    if (record(Site.QUIET)) {
      builder.invokeinterface(owner, name, type);
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

  /** Exceptions of a type between two labels go to the third, with nothing else on the stack. */
  void handle(Label from, Label to, Label target, ClassDesc type) {
    builder.exceptionCatch(from, to, target, type);
  }

  void throwException() {
    if (reachable) {
      builder.athrow();
      reachable = false;
    }
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
}
