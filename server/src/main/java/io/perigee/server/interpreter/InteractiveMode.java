package io.perigee.server.interpreter;

import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The interactive mode: reads a chunk, over several lines where it is incomplete, runs it and
 * prints what it returns. A line that is an expression is taken as {@code return} of it, with or
 * without Lua 5.1's leading {@code =}. The prompts are the globals {@code _PROMPT} and {@code
 * _PROMPT2}, as in {@code luajit}.
 */
final class InteractiveMode {
  private static final String CHUNK_NAME = "=stdin";
  private static final String INCOMPLETE = "'<eof>'";

  private final LuaInterpreter interpreter;
  private final LineSource lines;

  InteractiveMode(LuaInterpreter interpreter, boolean onTerminal) {
    this.interpreter = interpreter;
    this.lines =
        onTerminal
            ? new LineSource.Terminal(new NameCompleter(interpreter.vm().globals()))
            : new LineSource.Plain();
  }

  /** Runs until the end of the input. */
  void run() {
    while (true) {
      String line = lines.next(prompt("_PROMPT", "> "));
      if (line == null) {
        System.out.println();
        return;
      }
      if (line.isBlank()) {
        continue;
      }
      LuaFunction chunk = chunk(line);
      if (chunk != null) {
        runAndPrint(chunk);
      }
    }
  }

  /** Reads on until the chunk is complete; null when it has an error, which is reported. */
  private @Nullable LuaFunction chunk(String firstLine) {
    StringBuilder text =
        new StringBuilder(
            firstLine.startsWith("=") ? "return " + firstLine.substring(1) : firstLine);
    while (true) {
      try {
        return load(text.toString());
      } catch (LuaFault fault) {
        LuaFunction expression = expression(text.toString());
        if (expression != null) {
          return expression;
        }
        String message = interpreter.text(fault.value());
        String more = message.endsWith(INCOMPLETE) ? lines.next(prompt("_PROMPT2", ">> ")) : null;
        if (more == null) {
          interpreter.report(message);
          return null;
        }
        text.append('\n').append(more);
      }
    }
  }

  private @Nullable LuaFunction expression(String text) {
    try {
      return load("return " + text);
    } catch (LuaFault notAnExpression) {
      return null;
    }
  }

  private LuaFunction load(String text) {
    return interpreter
        .vm()
        .load(text.getBytes(StandardCharsets.UTF_8), CHUNK_NAME, interpreter.vm().globals());
  }

  private void runAndPrint(LuaFunction chunk) {
    Object[] results = interpreter.guarded(chunk);
    if (results != null && results.length > 0) {
      Object print = interpreter.vm().globals().get(LuaString.of("print"));
      interpreter.guarded(print, results);
    }
    interpreter.flush();
  }

  private String prompt(String name, String usual) {
    Object value = interpreter.vm().globals().get(LuaString.of(name));
    return value instanceof LuaString text ? text.toString() : usual;
  }
}
