package io.perigee.server.interpreter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the interpreter, by the rules of {@code luajit}: options come before the
 * script, a value may follow its letter at once or as the next argument, {@code -} reads the script
 * from standard input, and everything after the script belongs to it.
 *
 * @param steps what {@code -e} and {@code -l} ask for, in order
 * @param interactive {@code -i}
 * @param version {@code -v} or {@code -i}
 * @param ignoreEnvironment {@code -E}
 * @param script the script's name, null without one
 * @param scriptIndex where the script stands among the arguments (their count without one)
 */
record InterpreterOptions(
    List<Step> steps,
    boolean interactive,
    boolean version,
    boolean ignoreEnvironment,
    @Nullable String script,
    int scriptIndex) {

  /** One thing to do before the script runs. */
  sealed interface Step {
    /** {@code -e}: run this text. */
    record Execute(String text) implements Step {}

    /** {@code -l}: require this library. */
    record Require(String library) implements Step {}
  }

  /** Thrown for a command line that calls for the usage text. */
  static final class Usage extends Exception {
    Usage() {
      super("usage", null, false, false);
    }
  }

  /** Reads the arguments. */
  static InterpreterOptions of(String... arguments) throws Usage {
    Reader reader = new Reader(arguments);
    reader.read();
    return reader.result();
  }

  private static final class Reader {
    private final String[] arguments;
    private final List<Step> steps = new ArrayList<>();
    private boolean interactive;
    private boolean version;
    private boolean ignoreEnvironment;
    private int next;

    Reader(String[] arguments) {
      this.arguments = arguments;
    }

    void read() throws Usage {
      while (next < arguments.length && arguments[next].startsWith("-")) {
        String option = arguments[next];
        if (option.equals("-")) {
          return;
        }
        next++;
        if (option.equals("--")) {
          return;
        }
        option(option.charAt(1), option.substring(2));
      }
    }

    private void option(char letter, String joined) throws Usage {
      switch (letter) {
        case 'e' -> steps.add(new Step.Execute(value(joined)));
        case 'l' -> steps.add(new Step.Require(value(joined)));
        case 'j' -> control(value(joined));
        case 'O' -> {
          // The JVM's own compiler optimises; LuaJIT's levels have no counterpart.
        }
        default -> flag(letter, joined);
      }
    }

    private void flag(char letter, String joined) throws Usage {
      if (!joined.isEmpty()) {
        throw new Usage();
      }
      switch (letter) {
        case 'i' -> {
          interactive = true;
          version = true;
        }
        case 'v' -> version = true;
        case 'E' -> ignoreEnvironment = true;
        default -> throw new Usage();
      }
    }

    private String value(String joined) throws Usage {
      if (!joined.isEmpty()) {
        return joined;
      }
      if (next >= arguments.length) {
        throw new Usage();
      }
      return arguments[next++];
    }

    /**
     * {@code -jon}, {@code -joff} and {@code -jflush} steer LuaJIT's compiler; here they may be.
     */
    private static void control(String command) throws Usage {
      switch (command) {
        case "on", "off", "flush" -> {}
        default -> throw new Usage();
      }
    }

    InterpreterOptions result() {
      String script = next < arguments.length ? arguments[next] : null;
      return new InterpreterOptions(steps, interactive, version, ignoreEnvironment, script, next);
    }
  }
}
