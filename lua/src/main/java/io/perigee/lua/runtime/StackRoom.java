package io.perigee.lua.runtime;

/**
 * Keeps the end of the Java stack away from places that must not fail half-way. A class whose
 * initializer meets the end of the stack can never be used again, so whoever loads classes while
 * Lua code runs asks for room first, and what handles a full stack is initialized in time.
 */
public final class StackRoom {
  private static final int FRAMES = 600;

  private StackRoom() {}

  /** Throws the StackOverflowError now if there is no room for loading a class. */
  public static void ensure() {
    descend(FRAMES, 0, 0, 0);
  }

  private static long descend(int frames, long a, long b, long c) {
    return frames == 0 ? a + b + c : descend(frames - 1, a + 1, b + frames, c ^ frames) + 1;
  }

  /** Initializes what errors need, at a place where the stack is not full. */
  public static void prepare() {
    ProtectedCalls.overflow(new StackOverflowError());
    CallStack.prepare();
  }
}
