package io.perigee.lua.compile;

import io.perigee.lua.syntax.Block;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;

/**
 * Where compiled code looks whether it is to be stopped or suspended ({@link
 * io.perigee.lua.value.SafePoint}): at the entry of each function that calls others, and in loops
 * once in a strip of rounds. The rounds of a strip are a loop of their own for the Java virtual
 * machine, without anything that would keep it from optimizing them. The outer loops of a nest have
 * shorter strips, so that no nest goes on for long without a look.
 */
final class SafePoints {
  /** The static field of a generated class that holds the hook. */
  static final String FIELD = "safePoint";

  /**
   * Whether the looks are left out, so that their cost can be measured: code without them cannot be
   * stopped.
   */
  static final boolean LEFT_OUT = Boolean.getBoolean("perigee.lua.withoutSafePoints");

  private static final int[] STRIPS = {4096, 64, 8, 1};
  private static final MethodTypeDesc LOOK = Descriptors.type(Descriptors.VOID);

  private final MethodContext method;
  private final Code code;

  SafePoints(MethodContext method) {
    this.method = method;
    this.code = method.code();
  }

  /** The look at the entry of a function. */
  void enter() {
    look("enter");
  }

  /** The look in a loop. */
  void poll() {
    look("poll");
  }

  private void look(String name) {
    if (LEFT_OUT) {
      return;
    }
    hook();
    code.invokeVirtual(Descriptors.SAFE_POINT, name, LOOK);
  }

  private void hook() {
    code.getStatic(method.type().self(), FIELD, Descriptors.SAFE_POINT);
  }

  /** How many rounds of a loop with this body make a strip. */
  static int strip(Block body) {
    return STRIPS[Math.min(LoopHeight.of(body), STRIPS.length - 1)];
  }

  /**
   * What counts the rounds of a loop.
   *
   * @param left the local of the rounds left in the strip
   * @param step the local of the step down, which is 1; the virtual machine must not know that, or
   *     it takes the strip for a loop with a counter and unrolls it around the real condition
   * @param strip where a strip begins
   */
  record Rounds(int left, int step, Label strip) {}

  /** Begins counting the rounds of a loop whose head is about to be bound. */
  Rounds count(int strip) {
    if (LEFT_OUT) {
      return new Rounds(-1, -1, code.label());
    }
    Rounds rounds =
        new Rounds(code.allocate(TypeKind.INT), code.allocate(TypeKind.INT), code.label());
    hook();
    code.getField(Descriptors.SAFE_POINT, "step", Descriptors.INT);
    code.store(TypeKind.INT, rounds.step);
    code.bindLoop(rounds.strip);
    code.constant(strip);
    code.store(TypeKind.INT, rounds.left);
    return rounds;
  }

  /** Jumps back to the head of a loop that counts its rounds. */
  void jumpBack(Label head, Rounds rounds, int line) {
    if (LEFT_OUT) {
      code.jump(head);
      return;
    }
    code.load(TypeKind.INT, rounds.left);
    code.load(TypeKind.INT, rounds.step);
    code.op(Opcode.ISUB);
    code.store(TypeKind.INT, rounds.left);
    code.load(TypeKind.INT, rounds.left);
    code.branch(Opcode.IFGT, head);
    code.line(line);
    poll();
    code.jump(rounds.strip);
  }
}
