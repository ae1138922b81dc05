package io.perigee.lua.compile;

import io.perigee.lua.syntax.LocalVariable;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;
import java.util.Objects;

/** Declares, reads and writes local variables and upvalues in their places. */
final class Variables {
  static final MethodTypeDesc JOIN =
      Descriptors.type(Descriptors.OBJECT, Descriptors.DOUBLE, Descriptors.OBJECT);

  private static final MethodTypeDesc NUMBER_HALF =
      Descriptors.type(Descriptors.DOUBLE, Descriptors.OBJECT);

  private final MethodContext method;
  private final Code code;

  Variables(MethodContext method) {
    this.method = method;
    this.code = method.code();
  }

  // ---- declaration ----

  /** Finds a place for a variable whose scope begins. */
  Place declare(LocalVariable variable) {
    Place known = method.places().get(variable);
    if (known instanceof Place.Framed) {
      return known;
    }
    Place place = choose(variable);
    method.places().put(variable, place);
    return place;
  }

  private Place choose(LocalVariable variable) {
    NumberTypes types = method.types();
    if (variable.isShared()) {
      return new Place.Shared(code.temp(Descriptors.CELL));
    }
    if (NumberTypes.isInteger(types.type(variable))) {
      return new Place.Whole(code.allocate(TypeKind.LONG));
    }
    if (NumberTypes.isNumber(types.type(variable))) {
      return new Place.Unboxed(code.allocate(TypeKind.DOUBLE));
    }
    if (types.isLikelyNumber(variable)) {
      return split();
    }
    return new Place.Boxed(code.temp());
  }

  /** A new pair of locals for a split value. */
  Place.Split split() {
    return new Place.Split(code.allocate(TypeKind.DOUBLE), code.temp());
  }

  Place place(LocalVariable variable) {
    return Objects.requireNonNull(method.places().get(variable));
  }

  /** Gives a new variable its first value, the object on the stack. */
  void initialize(LocalVariable variable) {
    switch (place(variable)) {
      case Place.Shared s -> wrapAndStore(s.slot());
      case Place.Framed f when f.shared() -> {
        wrap();
        storeFrame(f);
      }
      default -> store(variable);
    }
  }

  /** Replaces the object on the stack by a new cell that holds it. */
  private void wrap() {
    int mark = code.mark();
    int value = code.temp();
    code.store(value);
    code.create(Descriptors.CELL);
    code.stack(Opcode.DUP);
    code.load(value);
    code.invokeConstructor(
        Descriptors.CELL, Descriptors.type(Descriptors.VOID, Descriptors.OBJECT));
    code.release(mark);
  }

  private void wrapAndStore(int slot) {
    wrap();
    code.store(slot);
  }

  // ---- frames ----

  private void storeFrame(Place.Framed place) {
    int mark = code.mark();
    int value = code.temp();
    code.store(value);
    code.load(frame());
    code.constant(place.index());
    code.load(value);
    code.storeElement();
    code.release(mark);
  }

  private void loadFrame(Place.Framed place) {
    code.load(frame());
    code.constant(place.index());
    code.loadElement();
  }

  private int frame() {
    return method.frame();
  }

  // ---- reading ----

  /** Pushes a local variable as an object. */
  void load(LocalVariable variable) {
    switch (place(variable)) {
      case Place.Boxed b -> code.load(b.slot());
      case Place.Unboxed u -> {
        code.load(TypeKind.DOUBLE, u.slot());
        box();
      }
      case Place.Whole i -> {
        code.load(TypeKind.LONG, i.slot());
        code.convert(TypeKind.LONG, TypeKind.DOUBLE);
        box();
      }
      case Place.Split s -> {
        code.load(TypeKind.DOUBLE, s.number());
        code.load(s.object());
        code.invokeStatic(Descriptors.SUPPORT, "join", JOIN);
      }
      case Place.Shared s -> {
        code.load(s.slot());
        code.getField(Descriptors.CELL, "value", Descriptors.OBJECT);
      }
      case Place.Framed f -> {
        loadFrame(f);
        if (f.shared()) {
          code.cast(Descriptors.CELL);
          code.getField(Descriptors.CELL, "value", Descriptors.OBJECT);
        }
      }
    }
  }

  /** Boxes the double on the stack. */
  void box() {
    code.invokeStatic(Descriptors.DOUBLE_BOX, "valueOf", Descriptors.BOX);
  }

  /** Unboxes the Double on the stack, which is known to be one. */
  void unbox() {
    code.cast(Descriptors.DOUBLE_BOX);
    code.invokeVirtual(Descriptors.DOUBLE_BOX, "doubleValue", Descriptors.TO_DOUBLE);
  }

  /** Pushes a local variable proved to be a number as a double. */
  void loadNumber(LocalVariable variable) {
    switch (place(variable)) {
      case Place.Unboxed u -> code.load(TypeKind.DOUBLE, u.slot());
      case Place.Whole i -> {
        code.load(TypeKind.LONG, i.slot());
        code.convert(TypeKind.LONG, TypeKind.DOUBLE);
      }
      default -> {
        load(variable);
        unbox();
      }
    }
  }

  /** Pushes a local variable proved to be an integer as a long. */
  void loadInteger(LocalVariable variable) {
    if (place(variable) instanceof Place.Whole i) {
      code.load(TypeKind.LONG, i.slot());
    } else {
      loadNumber(variable);
      code.convert(TypeKind.DOUBLE, TypeKind.LONG);
    }
  }

  // ---- writing ----

  /** Assigns the object on the stack to a local variable. */
  void store(LocalVariable variable) {
    switch (place(variable)) {
      case Place.Boxed b -> code.store(b.slot());
      case Place.Unboxed u -> {
        unbox();
        code.store(TypeKind.DOUBLE, u.slot());
      }
      case Place.Whole i -> {
        unbox();
        code.convert(TypeKind.DOUBLE, TypeKind.LONG);
        code.store(TypeKind.LONG, i.slot());
      }
      case Place.Split s -> storeSplit(s);
      case Place.Shared s -> {
        code.load(s.slot());
        code.stack(Opcode.SWAP);
        code.putField(Descriptors.CELL, "value", Descriptors.OBJECT);
      }
      case Place.Framed f -> {
        if (f.shared()) {
          loadFrame(f);
          code.cast(Descriptors.CELL);
          code.stack(Opcode.SWAP);
          code.putField(Descriptors.CELL, "value", Descriptors.OBJECT);
        } else {
          storeFrame(f);
        }
      }
    }
  }

  /** Splits the object on the stack into two locals. */
  void storeSplit(Place.Split split) {
    code.stack(Opcode.DUP);
    code.invokeStatic(Descriptors.SUPPORT, "numberHalf", NUMBER_HALF);
    code.store(TypeKind.DOUBLE, split.number());
    code.invokeStatic(Descriptors.SUPPORT, "objectHalf", Descriptors.UNARY);
    code.store(split.object());
  }

  /** Stores the double on the stack as a split value. */
  void storeNumberInSplit(Place.Split split) {
    code.store(TypeKind.DOUBLE, split.number());
    code.nil();
    code.store(split.object());
  }

  // ---- upvalues ----

  /** Pushes the field of an upvalue as it is. */
  private UpvalueKind field(int index) {
    UpvalueKind kind = method.type().prototype().upvalueKind(index);
    code.loadThis();
    if (kind != UpvalueKind.SELF) {
      code.getField(method.type().closures(), "u" + index, kind.type());
    }
    return kind;
  }

  /** Pushes an upvalue as an object. */
  void loadUpvalue(int index) {
    switch (field(index)) {
      case SHARED -> code.getField(Descriptors.CELL, "value", Descriptors.OBJECT);
      case NUMBER -> box();
      case INTEGER -> {
        code.convert(TypeKind.LONG, TypeKind.DOUBLE);
        box();
      }
      default -> {
        // It is the object itself.
      }
    }
  }

  /** Pushes an upvalue proved to be a number as a double. */
  void loadUpvalueNumber(int index) {
    if (field(index) == UpvalueKind.INTEGER) {
      code.convert(TypeKind.LONG, TypeKind.DOUBLE);
    }
  }

  /** Pushes an upvalue proved to be an integer as a long. */
  void loadUpvalueInteger(int index) {
    field(index);
  }

  /** Assigns the object on the stack to an upvalue. */
  void storeUpvalue(int index) {
    field(index);
    code.stack(Opcode.SWAP);
    code.putField(Descriptors.CELL, "value", Descriptors.OBJECT);
  }

  // ---- capturing ----

  /** How an inner function would hold a variable that this function declares or holds itself. */
  UpvalueKind kindFor(LocalVariable variable) {
    int mine = method.type().body().upvalues().indexOf(variable);
    if (mine >= 0) {
      UpvalueKind kind = method.type().prototype().upvalueKind(mine);
      return kind == UpvalueKind.SELF ? UpvalueKind.FUNCTION : kind;
    }
    if (variable.isShared()) {
      return UpvalueKind.SHARED;
    }
    if (method.type().isFunction(variable)) {
      return UpvalueKind.FUNCTION;
    }
    return switch (place(variable)) {
      case Place.Unboxed u -> UpvalueKind.NUMBER;
      case Place.Whole i -> UpvalueKind.INTEGER;
      default -> UpvalueKind.ANY;
    };
  }

  /** Pushes what an inner function is to hold of a variable. */
  void capture(LocalVariable variable, UpvalueKind kind) {
    int mine = method.type().body().upvalues().indexOf(variable);
    if (mine >= 0) {
      field(mine);
      return;
    }
    switch (kind) {
      case SHARED -> loadCell(variable);
      case NUMBER -> loadNumber(variable);
      case INTEGER -> loadInteger(variable);
      case FUNCTION -> {
        load(variable);
        code.cast(Descriptors.FUNCTION);
      }
      default -> load(variable);
    }
  }

  private void loadCell(LocalVariable variable) {
    if (place(variable) instanceof Place.Framed f) {
      loadFrame(f);
      code.cast(Descriptors.CELL);
    } else if (place(variable) instanceof Place.Shared s) {
      code.load(s.slot());
    } else {
      throw new IllegalStateException("no cell: " + variable);
    }
  }
}
