package io.perigee.lua.value;

/**
 * A Lua function value. The five {@code invoke} forms take zero to three arguments or an array; the
 * callee pads missing arguments with nil and drops or collects extra ones. The raw result is a
 * plain value when there is exactly one, and a {@link Results} otherwise: no or several values, or
 * a pending {@link TailCall}. Callers that want finished results go through {@code runtime.Calls}.
 */
public abstract class LuaFunction {
  /** Calls with no arguments. */
  public abstract Object invoke();

  /** Calls with one argument. */
  public abstract Object invoke(Object a);

  /** Calls with two arguments. */
  public abstract Object invoke(Object a, Object b);

  /** Calls with three arguments. */
  public abstract Object invoke(Object a, Object b, Object c);

  /** Calls with any number of arguments; the callee may keep the array. */
  public abstract Object invoke(Object[] args);

  /**
   * Calls with two arguments inside a step that has no stack to suspend. Answers {@link
   * Suspension#NEEDS_STACK} where that cannot be done, or not be known to; {@link #invoke(Object,
   * Object)} is then to be called, with a stack.
   */
  public Object callWithoutStack(Object a, Object b) {
    return Suspension.NEEDS_STACK;
  }

  /** What a coroutine with this body keeps between its steps; null for one that has no steps. */
  public Suspension suspension() {
    return null;
  }

  /**
   * Runs the body of a coroutine from where it stopped, with the values of the resume, which have
   * the form of a finished result: answers the suspension when it has stopped again, else the raw
   * result. Only for a function that has a {@link #suspension}.
   */
  public Object resume(Suspension suspension, Object values) {
    throw new UnsupportedOperationException("no steps");
  }

  /** A name for messages: that of the library function, or what the compiler saw. */
  public abstract String name();

  /** The table that global names resolve in (getfenv, Lua manual 2.9); null for a host function. */
  public LuaTable environment() {
    return null;
  }

  /** Sets the environment (setfenv); answers false where the function has none of its own. */
  public boolean environment(LuaTable table) {
    return false;
  }

  /** Whether the body is Java, what debug.getinfo calls "C". */
  public boolean isHost() {
    return false;
  }

  /** The name of a parameter, counted from 0; null where there is none, as for a host function. */
  public String parameterName(int index) {
    return null;
  }

  /** The number of upvalues (debug.getupvalue); 0 for a host function. */
  public int upvalueCount() {
    return 0;
  }

  /** The name of an upvalue, counted from 0. */
  public String upvalueName(int index) {
    return "";
  }

  /** The value of an upvalue. */
  public Object upvalue(int index) {
    return null;
  }

  /** Sets an upvalue; answers false where this one cannot be changed from outside. */
  public boolean upvalue(int index, Object value) {
    return false;
  }

  /** Makes an upvalue that of another function; answers false where they are held differently. */
  public boolean joinUpvalue(int index, LuaFunction other, int otherIndex) {
    return false;
  }

  /** What closures that share a variable have in common; null for one that this holds alone. */
  public Object sharedUpvalue(int index) {
    return null;
  }
}
