package io.perigee.lua.compile;

import io.perigee.lua.syntax.FunctionBody;
import io.perigee.lua.syntax.LocalVariable;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The class of one function under generation. */
final class ClassContext {
  private final Prototype prototype;
  private final NumberTypes types;
  private final Constants constants;
  private final Set<LocalVariable> functions = new HashSet<>();

  private final List<Piece> pieces = new ArrayList<>();
  private final Map<LocalVariable, Integer> frameIndexes = new HashMap<>();

  /** A part of a large function that becomes a method of its own. */
  record Piece(
      String name,
      Map<LocalVariable, Place> places,
      boolean repeated,
      Consumer<MethodContext> body) {}

  ClassContext(Prototype prototype) {
    this.prototype = prototype;
    this.types = new NumberTypes(prototype.body(), prototype.upvalueTypes());
    this.constants = new Constants(prototype.codeType());
  }

  Prototype prototype() {
    return prototype;
  }

  FunctionBody body() {
    return prototype.body();
  }

  /** The class of the closures, which hold the upvalues. */
  ClassDesc closures() {
    return prototype.closureType();
  }

  /** The class under generation. */
  ClassDesc self() {
    return prototype.codeType();
  }

  /** The flags of the methods with code: in a class without closures they are static. */
  int methodFlags() {
    return prototype.isDeferred() ? ClassFile.ACC_STATIC : ClassFile.ACC_PUBLIC;
  }

  /** The type of a method with code, which gets the closure in local 0 in any case. */
  MethodTypeDesc methodType(MethodTypeDesc type) {
    return prototype.isDeferred() ? type.insertParameterTypes(0, closures()) : type;
  }

  NumberTypes types() {
    return types;
  }

  Constants constants() {
    return constants;
  }

  // ---- large functions ----

  /** The place of a variable in the frame array. */
  int frameIndex(LocalVariable variable) {
    return frameIndexes.computeIfAbsent(variable, v -> frameIndexes.size());
  }

  /** Adds a piece and answers the name of its method. */
  String addPiece(
      Map<LocalVariable, Place> places, boolean repeated, Consumer<MethodContext> body) {
    String name = "piece" + pieces.size();
    pieces.add(new Piece(name, places, repeated, body));
    return name;
  }

  List<Piece> pieces() {
    return pieces;
  }

  /** Forgets the pieces beyond a number, when the code that added them is generated again. */
  void keepPieces(int count) {
    while (pieces.size() > count) {
      pieces.removeLast();
    }
  }

  // ---- functions in variables ----

  /** Notes a variable that holds one function for all its life. */
  void markFunction(LocalVariable variable) {
    functions.add(variable);
  }

  /** Whether a variable is known to hold a function. */
  boolean isFunction(LocalVariable variable) {
    return functions.contains(variable);
  }
}
