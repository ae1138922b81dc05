package io.perigee.ngx.thread;

import org.jspecify.annotations.Nullable;

/**
 * The traceback of a failed coroutine and of the coroutines above it: "stack traceback:" and then
 * for each a line "coroutine N:" and its frames.
 */
final class ThreadTraceback {
  private static final int MAX_COROUTINES = 5;
  private static final int MAX_LEVELS = 22;

  private ThreadTraceback() {}

  static String of(LightThread failed) {
    StringBuilder text = new StringBuilder("stack traceback:");
    LightThread thread = failed;
    while (thread.propagatedFrom != null) {
      thread = thread.propagatedFrom;
    }
    int number = 0;
    for (@Nullable LightThread next = thread; next != null; next = next.parent) {
      if (number > 0 && !next.isAlive() && next.propagatedFrom == null) {
        break;
      }
      if (number == MAX_COROUTINES) {
        text.append("\n...");
        break;
      }
      text.append("\ncoroutine ").append(number).append(':');
      text.append(next.traceback(0, MAX_LEVELS));
      number++;
    }
    return text.toString();
  }
}
