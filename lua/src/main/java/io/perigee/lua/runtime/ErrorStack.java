package io.perigee.lua.runtime;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.List;

/**
 * The stack at the point where an error was raised, innermost frame first. Message handlers run
 * after the stack is unwound, and read this instead of the stack, so that a traceback in a handler
 * shows where the error came from. What the frames mean is worked out only when somebody asks.
 */
public final class ErrorStack {
  private final List<StackFrame> frames;

  /** Whether it ends at the xpcall that handles the error. */
  private final boolean handled;

  private List<Activation> activations;

  ErrorStack(List<StackFrame> frames, boolean handled) {
    this.frames = frames;
    this.handled = handled;
  }

  /** Whether the stack was too deep to record all of it. */
  boolean isCut() {
    return frames.size() == CallStack.MAX_RECORDED;
  }

  /** In the error's message handler: the recorded activations and those that are still there. */
  List<Activation> inHandler() {
    if (handled && activations == null) {
      List<StackFrame> whole = new ArrayList<>(frames);
      whole.addAll(CallStack.beneathHandler());
      activations = CallStack.read(whole);
    }
    return activations();
  }

  /** The recorded activations. */
  public List<Activation> activations() {
    if (activations == null) {
      activations = CallStack.read(frames);
    }
    return activations;
  }
}
