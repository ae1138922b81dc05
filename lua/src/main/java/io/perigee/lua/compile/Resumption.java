package io.perigee.lua.compile;

import io.perigee.lua.syntax.Expression;
import io.perigee.lua.value.Suspension;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
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

  /** The local of the suspension and that of the values of the last resume. */
  static final int STATE = 1;

  static final int ARGUMENTS = 2;
  static final int FIRST_FREE = 3;

  private static final ClassDesc LONGS = Descriptors.LONG.arrayType();
  private static final MethodTypeDesc STOP =
      Descriptors.type(
          SUSPENSION, Descriptors.INT, Descriptors.INT, Descriptors.FUNCTION, Descriptors.OBJECT);

  private final IdentityHashMap<Expression, Integer> points;
  private final List<Label> labels = new ArrayList<>();
  private final boolean[] bound;
  private int objects;
  private int numbers;

  Resumption(IdentityHashMap<Expression, Integer> points) {
    this.points = points;
    this.bound = new boolean[points.size()];
  }

  boolean isPoint(Expression e) {
    return points.containsKey(e);
  }

  /** The most objects that are saved at once. */
  int objects() {
    return objects;
  }

  /** The most numbers that are saved at once. */
  int numbers() {
    return numbers;
  }

  /** At the start of the method: goes on where it stopped. */
  void dispatch(Code code) {
    for (int i = 0; i < points.size(); i++) {
      labels.add(code.label());
    }
    code.load(STATE);
    code.getField(SUSPENSION, "point", Descriptors.INT);
    code.select(1, labels);
  }

  /** At the end of the method: points that were never reached. */
  void close(Code code) {
    for (int i = 0; i < bound.length; i++) {
      if (!bound[i]) {
        code.bindTarget(labels.get(i));
        code.nil();
        code.returnValue();
      }
    }
  }

  /**
   * Stops at a point: the yield function and the yielded values are on the stack. The code that
   * follows is where the function goes on.
   */
  void stop(Code code, Expression call, int site) {
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
    code.bindTarget(labels.get(point - 1));
    restore(code, live);
  }

  private void save(Code code, List<Code.Slot> live) {
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
    objects = Math.max(objects, objectCount);
    numbers = Math.max(numbers, numberCount);
  }

  /** Objects are forgotten as they are restored, so that nothing is kept alive for too long. */
  private static void restore(Code code, List<Code.Slot> live) {
    int objectCount = 0;
    int numberCount = 0;
    for (Code.Slot slot : live) {
      code.load(STATE);
      if (slot.kind() == TypeKind.REFERENCE) {
        code.getField(SUSPENSION, "objects", Descriptors.OBJECTS);
        code.stack(Opcode.DUP);
        code.constant(objectCount);
        code.loadElement();
        code.cast(slot.type());
        code.store(slot.index());
        code.constant(objectCount++);
        code.nil();
        code.storeElement();
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
