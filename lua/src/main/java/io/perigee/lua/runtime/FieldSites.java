package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Shape;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Bootstrap methods for the access sites of generated code: reading {@code o.name}, setting {@code
 * o.name = v}, and constructors {@code {name = v, ...}}. A site begins with a plain look-up, and
 * once it has run a few times links itself to the shapes it meets (see {@link GetSite}, {@link
 * SetSite}).
 */
public final class FieldSites {
  private static final MethodHandle OF_RECORD = handle();

  private FieldSites() {}

  private static MethodHandle handle() {
    try {
      return MethodHandles.lookup()
          .findStatic(
              LuaTable.class,
              "ofRecord",
              MethodType.methodType(LuaTable.class, Shape.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Links a site that reads a constant name: {@code (Object)Object}. */
  public static CallSite get(
      MethodHandles.Lookup caller, String name, MethodType type, String key) {
    return new GetSite(type, LuaString.intern(key));
  }

  /**
   * Links a site that reads a constant name where a number is wanted: {@code (Object)double}, NaN
   * where another look is needed.
   */
  public static CallSite number(
      MethodHandles.Lookup caller, String name, MethodType type, String key) {
    return new GetNumberSite(type, LuaString.intern(key));
  }

  /**
   * Links a site that sets a constant name: {@code (Object, Object)void}, or {@code (Object,
   * double)void} for numbers.
   */
  public static CallSite set(
      MethodHandles.Lookup caller, String name, MethodType type, String key) {
    return new SetSite(type, LuaString.intern(key));
  }

  /** Links a site that makes a table with these distinct names: {@code (Object...)LuaTable}. */
  public static CallSite table(
      MethodHandles.Lookup caller, String name, MethodType type, String... keys) {
    Shape shape = Shape.of(keys);
    MethodHandle target =
        MethodHandles.insertArguments(OF_RECORD, 0, shape)
            .asCollector(Object[].class, keys.length)
            .asType(type);
    return new ConstantCallSite(target);
  }
}
