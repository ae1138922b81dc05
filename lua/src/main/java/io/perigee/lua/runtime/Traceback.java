package io.perigee.lua.runtime;

import java.util.ArrayList;
import java.util.List;

/** The text of tracebacks in LuaJIT's form (debug.traceback). */
public final class Traceback {
  private static final int FIRST = 12;
  private static final int LAST = 10;

  private Traceback() {}

  /** The lines of a stack from a level on, each after a line feed and a tab. */
  public static String lines(List<Activation> stack, int level) {
    return lines(stack, level, FIRST - level, LAST);
  }

  /** The lines from a level on: at most {@code first}, then the last ones behind dots. */
  public static String lines(List<Activation> stack, int level, int first, int last) {
    StringBuilder text = new StringBuilder();
    int end = stack.size();
    boolean all = end <= level + first + last + 1;
    int i = Math.max(level, 0);
    while (i < end) {
      if (!all && i - level == first) {
        text.append("\n\t...");
        i = end - last;
      } else {
        append(text, stack, i);
        i++;
      }
    }
    return text.toString();
  }

  /** The whole text for the running coroutine: an optional message line, the head, the lines. */
  public static String text(String message, int level) {
    return text(message, stack(), level);
  }

  /** The activations of the running coroutine; in a message handler on top of the error's. */
  public static List<Activation> stack() {
    LuaState state = LuaState.current();
    ErrorStack pending = state == null ? null : state.pending();
    return pending == null ? CallStack.all() : joined(pending);
  }

  /** The whole text for a stack. */
  public static String text(String message, List<Activation> stack, int level) {
    String head = message == null ? "" : message + "\n";
    return head + "stack traceback:" + lines(stack, level);
  }

  /**
   * Inside a message handler: the handler's own activations on top of the recorded ones. Of a very
   * deep stack only the upper part was recorded; its end is the end of the running one.
   */
  private static List<Activation> joined(ErrorStack pending) {
    List<Activation> all = new ArrayList<>(CallStack.ofHandler());
    all.addAll(pending.inHandler());
    if (pending.isCut()) {
      List<Activation> running = CallStack.all();
      all.addAll(running.subList(Math.max(0, running.size() - LAST), running.size()));
    }
    return all;
  }

  /** The name inside an operand description: {@code global 'f'} gives {@code f}. */
  public static String bareName(String operand) {
    int quote = operand.indexOf('\'');
    return quote < 0 ? operand : operand.substring(quote + 1, operand.length() - 1);
  }

  /** The description of the function at a level by the call that its caller is at; null if none. */
  public static String calledAs(List<Activation> stack, int level) {
    return level + 1 < stack.size() ? stack.get(level + 1).callee() : null;
  }

  private static void append(StringBuilder text, List<Activation> stack, int level) {
    Activation a = stack.get(level);
    text.append("\n\t").append(a.isHost() ? "[C]" : a.info().shortSource()).append(':');
    if (a.line() > 0) {
      text.append(a.line()).append(':');
    }
    String callee = calledAs(stack, level);
    if (callee != null) {
      text.append(" in function '").append(bareName(callee)).append('\'');
    } else if (a.isHost()) {
      text.append(" at ").append(Conversions.address(a.owner()));
    } else if (a.info().isMain()) {
      text.append(" in main chunk");
    } else {
      text.append(" in function <").append(a.info().shortSource());
      text.append(':').append(a.info().lineDefined()).append('>');
    }
  }
}
