package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaFunction;

/**
 * One function activation as found on a Java stack.
 *
 * @param info the compiled function; null for a host function
 * @param sites the tables of the method it is in; null for a host function
 * @param bci the bytecode index it is at
 * @param owner the class of the frame
 * @param event the metamethod event through which it called the activation above it, or null
 */
public record Activation(
    FunctionInfo info, CallSites sites, int bci, Class<?> owner, String event) {
  /** Whether the body is Java. */
  public boolean isHost() {
    return info == null;
  }

  /** The function that runs, as far as its class tells; null for a host function. */
  public LuaFunction function() {
    return info == null ? null : FunctionInfo.running(owner);
  }

  /** The current line; -1 for a host function. */
  public int line() {
    return info == null ? -1 : sites.line(bci);
  }

  /** How this activation names the one it called, as {@code global 'f'}; null when it does not. */
  public String callee() {
    return event == null ? operand(0) : "metamethod '" + event + "'";
  }

  /** The name of an operand of the current instruction, as {@code local 'x'}; null when unnamed. */
  public String operand(int index) {
    return info == null ? null : sites.operand(bci, index);
  }

  /** The prefix of an error raised here: {@code chunk:line: }, empty for a host function. */
  public String position() {
    if (info == null) {
      return "";
    }
    int line = line();
    return info.shortSource() + (line > 0 ? ":" + line + ": " : ":? ");
  }
}
