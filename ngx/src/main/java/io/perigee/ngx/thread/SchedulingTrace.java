package io.perigee.ngx.thread;

import io.perigee.core.log.LogFile;
import io.perigee.lua.runtime.Activation;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes down how the coroutines of one request take turns: who ran when, why it gave the processor
 * back, and what brought it back. One JSON object a line; docs/scheduling.md has the fields. Lives
 * on the worker's thread.
 */
public final class SchedulingTrace {
  private static final String EVENT = "event";

  private final LogFile file;
  private final String run;
  private final long origin = System.nanoTime();
  private final IdentityHashMap<LightThread, Integer> numbers = new IdentityHashMap<>();
  private final IdentityHashMap<LightThread, String> waits = new IdentityHashMap<>();
  private String cause = "start";

  /** A trace into a file; {@code run} tells the lines of different requests apart. */
  public SchedulingTrace(LogFile file, String run) {
    this.file = file;
    this.run = run;
  }

  /** A handler begins. */
  void begin(LuaPhase phase, String what) {
    cause = "start";
    write(line("begin").text("phase", phase.title()).text("what", what));
  }

  /** What brings the processor to the coroutine that runs next. */
  void cause(String reason) {
    cause = reason;
  }

  /** As {@link #cause(String)}, with the coroutine that it comes from. */
  void cause(String reason, LightThread by) {
    cause = reason + " " + number(by);
  }

  /** What a coroutine waits for has come, and it runs next. */
  void woken() {
    cause = EVENT;
  }

  /** A coroutine gets the processor. */
  void runs(LightThread thread) {
    int number = number(thread);
    String wait = waits.remove(thread);
    boolean woken = cause.equals(EVENT) && wait != null;
    write(line("run").number("co", number).text("cause", woken ? "end of " + wait : cause));
    cause = "posted";
  }

  /** A coroutine gave the processor back because of what it asked the scheduler for. */
  void gave(LightThread thread) {
    LightThread other =
        switch (thread.operation) {
          case RESUME, SPAWN -> thread.target;
          case WAIT, YIELD, HAND_OVER -> null;
        };
    String reason =
        switch (thread.operation) {
          case RESUME -> "resumes ";
          case SPAWN -> "spawns ";
          case YIELD -> "yields";
          case WAIT, HAND_OVER -> "waits in ";
        };
    List<Activation> stack = thread.activations();
    String at = position(stack);
    if (other != null) {
      stop(thread, reason + number(other), at);
    } else if (thread.operation == LightThread.Operation.YIELD) {
      stop(thread, reason, at);
    } else {
      boolean safePoint = !stack.isEmpty() && !stack.getFirst().isHost();
      waits.put(thread, safePoint ? "its time slice" : call(stack));
      stop(thread, safePoint ? "gives way" : reason + waits.get(thread), at);
    }
  }

  /** A coroutine ended. */
  void ended(LightThread thread, String how) {
    stop(thread, how, "");
  }

  /** A handler ended with a result of the scheduler. */
  void end(int code) {
    write(line("end").number("code", code));
  }

  private void stop(LightThread thread, String why, String at) {
    int number = number(thread);
    Line line = line("stop").number("co", number).text("why", why);
    write(at.isEmpty() ? line : line.text("at", at));
  }

  private int number(LightThread thread) {
    Integer known = numbers.get(thread);
    if (known != null) {
      return known;
    }
    LightThread parent = thread.parent();
    int of = parent == null ? 0 : number(parent);
    int made = numbers.size() + 1;
    numbers.put(thread, made);
    Line line = line("new").number("co", made).text("kind", kind(thread));
    write(parent == null ? line : line.number("parent", of));
    return made;
  }

  private static String kind(LightThread thread) {
    return switch (thread.kind()) {
      case ENTRY -> "entry thread";
      case USER -> "user thread";
      case PLAIN -> "coroutine";
      case WRAP -> "wrapped coroutine";
    };
  }

  /** The function in which a coroutine waits, by the name that its caller has for it. */
  private static String call(List<Activation> stack) {
    @Nullable Activation caller = innermostLua(stack);
    String callee = caller == null ? null : caller.callee();
    if (callee == null) {
      return "a function";
    }
    int quote = callee.indexOf('\'');
    return quote < 0 ? "a function" : callee.substring(quote + 1, callee.length() - 1);
  }

  private static String position(List<Activation> stack) {
    @Nullable Activation caller = innermostLua(stack);
    return caller == null ? "" : caller.info().shortSource() + ":" + caller.line();
  }

  private static @Nullable Activation innermostLua(List<Activation> stack) {
    for (Activation activation : stack) {
      if (!activation.isHost()) {
        return activation;
      }
    }
    return null;
  }

  private Line line(String event) {
    return new Line()
        .text("run", run)
        .number("us", (System.nanoTime() - origin) / 1000)
        .text("ev", event);
  }

  private void write(Line line) {
    file.write(line.end().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A JSON object under construction. */
  private static final class Line {
    private final StringBuilder text = new StringBuilder("{");

    Line number(String name, long value) {
      name(name).append(value);
      return this;
    }

    Line text(String name, String value) {
      name(name).append('"');
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '"' || c == '\\') {
          text.append('\\').append(c);
        } else if (c < ' ') {
          text.append(String.format("\\u%04x", (int) c));
        } else {
          text.append(c);
        }
      }
      text.append('"');
      return this;
    }

    private StringBuilder name(String name) {
      return text.append(text.length() > 1 ? ",\"" : "\"").append(name).append("\":");
    }

    String end() {
      return text.append("}\n").toString();
    }
  }
}
