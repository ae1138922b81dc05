package io.perigee.lua.compile;

import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.LabelName;
import io.perigee.lua.syntax.LocalVariable;
import io.perigee.lua.syntax.Statement;
import java.lang.classfile.Label;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One method under generation: its instructions, where its variables live, where its jumps lead,
 * and the compilers of all node kinds, which call each other through it.
 */
final class MethodContext {
  private final ClassContext type;
  private final Code code;
  private final Map<LocalVariable, Place> places;
  private final Map<LabelName, Label> labels = new HashMap<>();
  private final Set<LabelName> passed = new HashSet<>();
  private final Deque<Label> breaks = new ArrayDeque<>();
  private final int varargs;
  private final int frame;
  private final Variables variables;
  private final Expressions expressions;
  private final Operators operators;
  private final Conditions conditions;
  private final Access access;
  private final CallCompiler calls;
  private final NumberCalls numberCalls;
  private final TableCompiler tables;
  private final Assignments assignments;
  private final SafePoints safePoints;
  private final Loops loops;
  private final Statements statements;
  private final Outliner outliner;
  private final boolean piece;
  private final @Nullable Resumption resumption;
  private int loopDepth;

  /**
   * What a method has besides its parameters.
   *
   * @param varargs the local of the varargs, -1 without
   * @param frame the local of the frame array, -1 without
   * @param piece whether it is a part of a large function
   * @param repeated whether it is called in a loop
   * @param resumption how it is suspended and resumed; null where it is not
   */
  record Slots(
      int varargs, int frame, boolean piece, boolean repeated, @Nullable Resumption resumption) {}

  MethodContext(ClassContext type, Code code, Map<LocalVariable, Place> places, Slots slots) {
    this.type = type;
    this.code = code;
    this.places = places;
    this.varargs = slots.varargs;
    this.frame = slots.frame;
    this.piece = slots.piece;
    this.resumption = slots.resumption;
    this.loopDepth = slots.repeated ? 1 : 0;
    this.variables = new Variables(this);
    this.expressions = new Expressions(this);
    this.operators = new Operators(this);
    this.conditions = new Conditions(this);
    this.access = new Access(this);
    this.calls = new CallCompiler(this);
    this.numberCalls = new NumberCalls(this);
    this.tables = new TableCompiler(this);
    this.assignments = new Assignments(this);
    this.safePoints = new SafePoints(this);
    this.loops = new Loops(this);
    this.statements = new Statements(this);
    this.outliner = new Outliner(this);
  }

  ClassContext type() {
    return type;
  }

  Code code() {
    return code;
  }

  NumberTypes types() {
    return type.types();
  }

  Map<LocalVariable, Place> places() {
    return places;
  }

  /** The local that holds the array of varargs. */
  int varargs() {
    return varargs;
  }

  /** The local that holds the frame array of a function spread over several methods. */
  int frame() {
    return frame;
  }

  Variables variables() {
    return variables;
  }

  Expressions expressions() {
    return expressions;
  }

  Operators operators() {
    return operators;
  }

  Conditions conditions() {
    return conditions;
  }

  Access access() {
    return access;
  }

  CallCompiler calls() {
    return calls;
  }

  NumberCalls numberCalls() {
    return numberCalls;
  }

  TableCompiler tables() {
    return tables;
  }

  Assignments assignments() {
    return assignments;
  }

  SafePoints safePoints() {
    return safePoints;
  }

  Loops loops() {
    return loops;
  }

  Statements statements() {
    return statements;
  }

  Outliner outliner() {
    return outliner;
  }

  /** Whether this method is a part of a large function. */
  boolean isPiece() {
    return piece;
  }

  /** How the method is suspended at a call; null where it is not. */
  @Nullable Resumption resumptionAt(Expression call) {
    return resumption != null && resumption.isPoint(call) ? resumption : null;
  }

  /** How the method is suspended where a loop calls its iterator; null where it is not. */
  @Nullable Resumption resumptionAt(Statement.GenericFor loop) {
    return resumption != null && resumption.isStacklessRound(loop) ? resumption : null;
  }

  // ---- jumps ----

  Label label(LabelName name) {
    return labels.computeIfAbsent(name, n -> code.label());
  }

  /** The label of a place that the code has now come to. */
  Label pass(LabelName name) {
    passed.add(name);
    return label(name);
  }

  /** Whether a jump to this label leads back. */
  boolean isBehind(LabelName name) {
    return passed.contains(name);
  }

  /** Enters a loop whose {@code break} goes to a label. */
  void enterLoop(Label end) {
    breaks.push(end);
    loopDepth++;
  }

  void leaveLoop() {
    breaks.pop();
    loopDepth--;
  }

  Label breakTarget() {
    return breaks.element();
  }

  /** Whether the code here is likely to run often: not the straight line of a main chunk. */
  boolean isRepeated() {
    return loopDepth > 0 || type.body().depth() > 0;
  }
}
