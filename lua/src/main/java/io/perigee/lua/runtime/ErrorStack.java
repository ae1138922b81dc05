package io.perigee.lua.runtime;

import java.lang.StackWalker.StackFrame;
import java.util.List;

/**
 * The stack at the point where an error was raised, innermost frame first. Message handlers run
 * after the stack is unwound, and read this instead of the stack, so that a traceback in a handler
 * shows where the error came from. What the frames mean is worked out only when somebody asks.
 */
public final class ErrorStack {
  private final List<StackFrame> frames;
  private List<Activation> activations;

  ErrorStack(List<StackFrame> frames) {
    this.frames = frames;
  }

  /** Whether the stack was too deep to record all of it. */
  boolean isCut() {
    return frames.size() == CallStack.MAX_RECORDED;
  }

  /** The recorded activations. */
  public List<Activation> activations() {
    if (activations == null) {
      activations = CallStack.read(frames);
    }
    return activations;
  }
}
