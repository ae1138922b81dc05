package io.perigee.lua.compile;

import io.perigee.lua.syntax.Expression;
import io.perigee.lua.syntax.Statement;
import io.perigee.lua.value.StacklessPoints;
import io.perigee.lua.value.Suspension;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/**
 * The resumable form of a function: at each of its {@link SuspendPoints} it can save its locals and
 * return, and when called again it jumps back to behind that point with its locals restored.
 */
final class Resumption {
  static final String NAME = "resume";
  static final ClassDesc SUSPENSION = Descriptors.of(Suspension.class);
  static final MethodTypeDesc TYPE =
      Descriptors.type(Descriptors.OBJECT, SUSPENSION, Descriptors.OBJECT);

  /** The method that makes the suspension. */
  static final String NEW = "suspension";

  static final MethodTypeDesc NEW_TYPE = Descriptors.type(SUSPENSION);

  /** The static field of the points from which the function goes on without a stack. */
  static final String POINTS = "stackless";

  static final ClassDesc POINTS_TYPE = Descriptors.of(StacklessPoints.class);

  /** The constructor of a suspension. */
  static final MethodTypeDesc CREATE =
      Descriptors.type(Descriptors.VOID, Descriptors.INT, Descriptors.INT, POINTS_TYPE);

  /** The local of the suspension and that of the values of the last resume. */
  static final int STATE = 1;

  static final int ARGUMENTS = 2;

  /** The local of the last loop's point whose iterator the running step has called in place. */
  static final int PASSED = 3;

  static final int FIRST_FREE = 4;

  private static final MethodTypeDesc TAKE = Descriptors.type(Descriptors.OBJECT);
  private static final MethodTypeDesc FORGET = Descriptors.type(Descriptors.VOID, Descriptors.INT);
  private static final ClassDesc LONGS = Descriptors.LONG.arrayType();
  private static final MethodTypeDesc STOP =
      Descriptors.type(
          SUSPENSION, Descriptors.INT, Descriptors.INT, Descriptors.FUNCTION, Descriptors.OBJECT);

  private final IdentityHashMap<Object, Integer> points;
  private final List<Label> labels = new ArrayList<>();
  private final List<Label> calls = new ArrayList<>();
  private final boolean[] bound;

  /** The loops around the code that is being made, innermost first. */
  private final Deque<StacklessRound> rounds = new ArrayDeque<>();

  private final long stackless;
  private int objects;
  private int numbers;

  /**
   * For a function's points.
   *
   * @param stackless the mask of the points from which it may go on without a stack
   */
  Resumption(IdentityHashMap<Object, Integer> points, long stackless) {
    this.points = points;
    this.stackless = stackless;
    this.bound = new boolean[points.size()];
  }

  boolean isPoint(Expression e) {
    return points.containsKey(e);
  }

  /** Whether a loop may call its iterator in a step without a stack. */
  boolean isStacklessRound(Statement.GenericFor loop) {
    Integer point = points.get(loop);
    return point != null && (stackless >> point & 1) != 0;
  }

  /** The number of the point of a loop, which is now reached. */
  int reach(Statement.GenericFor loop) {
    int point = Objects.requireNonNull(points.get(loop));
    bound[point - 1] = true;
    return point;
  }

  /** The body of a loop begins. */
  void enter(StacklessRound round) {
    rounds.push(round);
  }

  /** The body of the innermost loop has ended. */
  void leave() {
    rounds.pop();
  }

  /** The code that follows is jumped to from the start, and restores the locals. */
  void beginEntry(Code code, Label entry) {
    rounds.forEach(StacklessRound::pause);
    code.bindTarget(entry);
  }

  /** The locals are restored. */
  void endEntry() {
    rounds.forEach(StacklessRound::goOn);
  }

  /** Where the function goes on behind the call of a point. */
  Label behind(int point) {
    return labels.get(point - 1);
  }

  /** Where it goes on with that call. */
  Label before(int point) {
    return calls.get(point - 1);
  }

  /** The most objects that are saved at once. */
  int objects() {
    return objects;
  }

  /** The most numbers that are saved at once. */
  int numbers() {
    return numbers;
  }

  /**
   * At the start of the method: goes on where it stopped. A negative point is one where the call is
   * still to be made.
   */
  void dispatch(Code code) {
    if (stackless != 0) {
      code.constant(0);
      code.store(TypeKind.INT, PASSED);
    }
    Label start = code.label();
    int first = stackless == 0 ? 1 : -points.size();
    List<Label> targets = new ArrayList<>();
    for (int i = first; i <= points.size(); i++) {
      targets.add(i == 0 ? start : code.label());
    }
    code.load(STATE);
    code.getField(SUSPENSION, "point", Descriptors.INT);
    code.select(first, targets);
    code.bindTarget(start);
    labels.addAll(targets.subList(targets.size() - points.size(), targets.size()));
    for (int i = 0; stackless != 0 && i < points.size(); i++) {
      calls.add(targets.get(points.size() - 1 - i));
    }
  }

  /** At the end of the method: points that were never reached. */
  void close(Code code) {
    for (int i = 0; i < bound.length; i++) {
      if (!bound[i]) {
        code.bindTarget(labels.get(i));
        if (stackless != 0) {
          code.bindTarget(calls.get(i));
        }
        code.nil();
        code.returnValue();
      }
    }
  }

  /** Whether a step may run without a stack, so that each point must look whether it does. */
  boolean isStackless() {
    return stackless != 0;
  }

  /** Pushes whether the running step has no stack. */
  void loadStackless(Code code) {
    code.load(STATE);
    code.getField(SUSPENSION, "stackless", Descriptors.BOOL);
  }

  /**
   * Stops at a point: the yield function and the yielded values are on the stack. The code that
   * follows is where the function goes on.
   *
   * @param caller makes the call, for which function and result of the arguments are on the stack,
   *     where a step without a stack could not
   */
  void stop(Code code, Expression call, int site, Runnable caller) {
    int point = Objects.requireNonNull(points.get(call));
    List<Code.Slot> live = code.slots();
    int mark = code.mark();
    int values = code.temp();
    int through = code.temp();
    code.store(values);
    code.cast(Descriptors.FUNCTION);
    code.store(through);
    save(code, live);
    code.load(STATE);
    code.constant(point);
    code.constant(site);
    code.load(through);
    code.load(values);
    code.invokeVirtual(SUSPENSION, "stop", STOP);
    code.returnValue();
    code.release(mark);
    bound[point - 1] = true;
    boolean again = (stackless >> point & 1) != 0;
    if (stackless != 0) {
      beginEntry(code, calls.get(point - 1));
      restore(code, live, true);
      endEntry();
      code.load(STATE);
      code.getField(SUSPENSION, "through", Descriptors.FUNCTION);
      code.load(STATE);
      code.invokeVirtual(SUSPENSION, "take", TAKE);
      caller.run();
    }
    beginEntry(code, labels.get(point - 1));
    restore(code, live, !again);
    endEntry();
  }

  void save(Code code, List<Code.Slot> live) {
    int objectCount = 0;
    int numberCount = 0;
    for (Code.Slot slot : live) {
      code.load(STATE);
      if (slot.kind() == TypeKind.REFERENCE) {
        code.getField(SUSPENSION, "objects", Descriptors.OBJECTS);
        code.constant(objectCount++);
        code.load(slot.index());
        code.storeElement();
      } else {
        code.getField(SUSPENSION, "numbers", LONGS);
        code.constant(numberCount++);
        code.load(slot.kind(), slot.index());
        toBits(code, slot.kind());
        code.storeElement(TypeKind.LONG);
      }
    }
    if (stackless != 0) {
      code.load(STATE);
      code.constant(objectCount);
      code.invokeVirtual(SUSPENSION, "forget", FORGET);
    }
    objects = Math.max(objects, objectCount);
    numbers = Math.max(numbers, numberCount);
  }

  /**
   * Objects are forgotten as they are restored, so that nothing is kept alive for too long; not
   * where the step may begin again.
   */
  static void restore(Code code, List<Code.Slot> live, boolean forget) {
    int objectCount = 0;
    int numberCount = 0;
    for (Code.Slot slot : live) {
      code.load(STATE);
      if (slot.kind() == TypeKind.REFERENCE) {
        code.getField(SUSPENSION, "objects", Descriptors.OBJECTS);
        if (forget) {
          code.stack(Opcode.DUP);
        }
        code.constant(objectCount);
        code.loadElement();
        code.cast(slot.type());
        code.store(slot.index());
        if (forget) {
          code.constant(objectCount);
          code.nil();
          code.storeElement();
        }
        objectCount++;
      } else {
        code.getField(SUSPENSION, "numbers", LONGS);
        code.constant(numberCount++);
        code.loadElement(TypeKind.LONG);
        fromBits(code, slot.kind());
        code.store(slot.kind(), slot.index());
      }
    }
  }

  private static void toBits(Code code, TypeKind kind) {
    if (kind == TypeKind.DOUBLE) {
      code.invokeStatic(
          Descriptors.DOUBLE_BOX,
          "doubleToRawLongBits",
          Descriptors.type(Descriptors.LONG, Descriptors.DOUBLE));
    } else if (kind == TypeKind.INT) {
      code.convert(TypeKind.INT, TypeKind.LONG);
    }
  }

  private static void fromBits(Code code, TypeKind kind) {
    if (kind == TypeKind.DOUBLE) {
      code.invokeStatic(
          Descriptors.DOUBLE_BOX,
          "longBitsToDouble",
          Descriptors.type(Descriptors.DOUBLE, Descriptors.LONG));
    } else if (kind == TypeKind.INT) {
      code.convert(TypeKind.LONG, TypeKind.INT);
    }
  }
}
