package io.perigee.lua.runtime;

/**
 * The end of a run that its host has stopped, as one that used up its time. It is thrown at a safe
 * point and goes through everything Lua has for errors: pcall, xpcall, coroutine.resume and wrap do
 * not catch it. Whoever started the run does, and reports it like an error.
 */
public final class LuaStop extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ErrorStack stack;

  private LuaStop(String message, ErrorStack stack) {
    super(message, null, false, false);
    this.stack = stack;
  }

  /** A stop at the present place, whose file and line come before the reason. */
  public static LuaStop here(String reason) {
    Activation innermost = CallStack.at(0);
    Activation where =
        innermost != null && innermost.isHost() ? CallStack.atErrorLevel(1) : innermost;
    String position = where == null ? "" : where.position();
    return new LuaStop(position + reason, new ErrorStack(CallStack.frames(), false));
  }

  /** Where the run was stopped. */
  public ErrorStack stack() {
    return stack;
  }

  /** Where the run was stopped, in the form of {@code debug.traceback}. */
  public String traceback() {
    return "stack traceback:" + Traceback.lines(stack.activations(), 0);
  }
}
