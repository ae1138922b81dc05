package io.perigee.lua.runtime;

/** Composes the errors of bad arguments to host functions, in the words of LuaJIT. */
final class ArgumentErrors {
  private ArgumentErrors() {}

  static LuaError bad(int index, String function, String message) {
    Activation innermost = CallStack.at(0);
    Activation caller = innermost != null && innermost.isHost() ? CallStack.at(1) : innermost;
    String position = caller == null ? "" : caller.position();
    String callee = caller == null ? null : caller.callee();
    if (callee == null) {
      String name = caller == null || function == null ? "?" : caller.isHost() ? "?" : function;
      return new LuaError(
          position + "bad argument #" + index + " to '" + name + "' (" + message + ")");
    }
    String name = Traceback.bareName(callee);
    int shown = callee.startsWith("method ") ? index - 1 : index;
    if (shown == 0) {
      return new LuaError(position + "calling '" + name + "' on bad self (" + message + ")");
    }
    return new LuaError(
        position + "bad argument #" + shown + " to '" + name + "' (" + message + ")");
  }
}
