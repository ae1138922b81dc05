package io.perigee.lua.compile;

import io.perigee.lua.syntax.FunctionBody;
import io.perigee.lua.syntax.LocalVariable;
import java.lang.constant.ClassDesc;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** The class of one function under generation. */
final class ClassContext {
  private final Prototype prototype;
  private final NumberTypes types;
  private final Constants constants;
  private final Set<LocalVariable> functions = Collections.newSetFromMap(new IdentityHashMap<>());

  ClassContext(Prototype prototype) {
    this.prototype = prototype;
    this.types = new NumberTypes(prototype.body(), prototype.upvalueTypes());
    this.constants = new Constants(prototype.type());
  }

  Prototype prototype() {
    return prototype;
  }

  FunctionBody body() {
    return prototype.body();
  }

  ClassDesc self() {
    return prototype.type();
  }

  NumberTypes types() {
    return types;
  }

  Constants constants() {
    return constants;
  }

  /** Notes a variable that holds one function for all its life. */
  void markFunction(LocalVariable variable) {
    functions.add(variable);
  }

  /** Whether a variable is known to hold a function. */
  boolean isFunction(LocalVariable variable) {
    return functions.contains(variable);
  }
}
