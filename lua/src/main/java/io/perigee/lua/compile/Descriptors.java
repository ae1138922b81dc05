package io.perigee.lua.compile;

import io.perigee.lua.runtime.Arithmetic;
import io.perigee.lua.runtime.Calls;
import io.perigee.lua.runtime.Comparison;
import io.perigee.lua.runtime.Concatenation;
import io.perigee.lua.runtime.FieldSites;
import io.perigee.lua.runtime.Indexing;
import io.perigee.lua.runtime.Length;
import io.perigee.lua.runtime.NumericFor;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.SafePoint;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** The classes and method types that generated code names. */
final class Descriptors {
  static final ClassDesc OBJECT = ConstantDescs.CD_Object;
  static final ClassDesc OBJECTS = OBJECT.arrayType();
  static final ClassDesc DOUBLE_BOX = ConstantDescs.CD_Double;
  static final ClassDesc BOOLEAN_BOX = ConstantDescs.CD_Boolean;
  static final ClassDesc DOUBLE = ConstantDescs.CD_double;
  static final ClassDesc LONG = ConstantDescs.CD_long;
  static final ClassDesc INT = ConstantDescs.CD_int;
  static final ClassDesc BOOL = ConstantDescs.CD_boolean;
  static final ClassDesc VOID = ConstantDescs.CD_void;

  static final ClassDesc STRING = of(LuaString.class);
  static final ClassDesc TABLE = of(LuaTable.class);
  static final ClassDesc FUNCTION = of(LuaFunction.class);
  static final ClassDesc RESULTS = of(Results.class);
  static final ClassDesc COMPILED = of(CompiledFunction.class);
  static final ClassDesc NULLARY = of(Nullary.class);
  static final ClassDesc UNARY_CODE = of(Unary.class);
  static final ClassDesc BINARY_CODE = of(Binary.class);
  static final ClassDesc TERNARY_CODE = of(Ternary.class);
  static final ClassDesc VARIADIC = of(Variadic.class);
  static final ClassDesc CELL = of(Cell.class);
  static final ClassDesc LOADER = of(ChunkLoader.class);
  static final ClassDesc SAFE_POINT = of(SafePoint.class);
  static final ClassDesc SUPPORT = of(Support.class);
  static final ClassDesc TRAVERSAL = of(Traversal.class);

  static final ClassDesc ARITHMETIC = of(Arithmetic.class);
  static final ClassDesc COMPARISON = of(Comparison.class);
  static final ClassDesc CONCATENATION = of(Concatenation.class);
  static final ClassDesc INDEXING = of(Indexing.class);
  static final ClassDesc LENGTH = of(Length.class);
  static final ClassDesc CALLS = of(Calls.class);
  static final ClassDesc NUMERIC_FOR = of(NumericFor.class);
  static final ClassDesc FIELD_SITES = of(FieldSites.class);

  static final MethodTypeDesc BOX = type(DOUBLE_BOX, DOUBLE);
  static final MethodTypeDesc TO_DOUBLE = type(DOUBLE);
  static final MethodTypeDesc UNARY = type(OBJECT, OBJECT);
  static final MethodTypeDesc BINARY = type(OBJECT, OBJECT, OBJECT);
  static final MethodTypeDesc COMPARE = type(BOOL, OBJECT, OBJECT);

  private Descriptors() {}

  static ClassDesc of(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  static MethodTypeDesc type(ClassDesc result, ClassDesc... parameters) {
    return MethodTypeDesc.of(result, parameters);
  }

  /** The type of the {@code invoke} form for a number of arguments; -1 for the array form. */
  static MethodTypeDesc invoke(int arguments) {
    return switch (arguments) {
      case 0 -> INVOKE_0;
      case 1 -> UNARY;
      case 2 -> BINARY;
      case 3 -> INVOKE_3;
      default -> INVOKE_N;
    };
  }

  private static final MethodTypeDesc INVOKE_0 = type(OBJECT);
  private static final MethodTypeDesc INVOKE_3 = type(OBJECT, OBJECT, OBJECT, OBJECT);
  private static final MethodTypeDesc INVOKE_N = type(OBJECT, OBJECTS);
}
