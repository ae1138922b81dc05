package io.perigee.lua.runtime;

/**
 * Tells from the frame of an operator which metamethod it calls, so that tracebacks name the
 * handler as LuaJIT does: {@code in function '__add'}.
 */
final class MetamethodEvents {
  private MetamethodEvents() {}

  /** Whether frames of a class belong to an operator. */
  static boolean isOperator(Class<?> type) {
    return type == Indexing.class
        || type == Arithmetic.class
        || type == Comparison.class
        || type == Concatenation.class
        || type == Length.class;
  }

  /** The event of a method of an operator class. */
  static String of(Class<?> type, String method) {
    if (type == Indexing.class) {
      return method.startsWith("set") || method.equals("assigned") ? "__newindex" : "__index";
    }
    if (type == Concatenation.class) {
      return "__concat";
    }
    return type == Length.class ? "__len" : "__" + method;
  }
}
