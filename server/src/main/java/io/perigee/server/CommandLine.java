package io.perigee.server;

import org.jspecify.annotations.Nullable;

/**
 * nginx's command line, read by nginx's rules: letters may be joined ({@code -tq}), a value may
 * follow its letter at once ({@code -pDIR}) or as the next argument. The texts of faults are those
 * of {@code ngx_get_options}.
 *
 * @param showHelp {@code -?} or {@code -h}
 * @param showVersion {@code -v}, {@code -V} or with the help
 * @param showConfigure {@code -V}
 * @param test {@code -t} or {@code -T}
 * @param dump {@code -T}
 * @param quiet {@code -q}
 * @param prefix {@code -p}, ending in a slash
 * @param errorLog {@code -e}
 * @param configuration {@code -c}
 * @param directives {@code -g}
 * @param signal {@code -s}
 */
record CommandLine(
    boolean showHelp,
    boolean showVersion,
    boolean showConfigure,
    boolean test,
    boolean dump,
    boolean quiet,
    @Nullable String prefix,
    @Nullable String errorLog,
    @Nullable String configuration,
    @Nullable String directives,
    @Nullable String signal) {

  /** A command line that nginx refuses; the message is nginx's. */
  static final class Refused extends Exception {
    Refused(String message) {
      super(message, null, false, false);
    }
  }

  /** Reads the arguments of the program. */
  static CommandLine of(String... arguments) throws Refused {
    Reader reader = new Reader(arguments);
    while (reader.hasArgument()) {
      reader.argument();
    }
    return reader.result();
  }

  /** The state of reading: the letters seen so far and the place in the arguments. */
  private static final class Reader {
    private final String[] arguments;
    private int next;
    private boolean help;
    private boolean version;
    private boolean configure;
    private boolean test;
    private boolean dump;
    private boolean quiet;
    private @Nullable String prefix;
    private @Nullable String errorLog;
    private @Nullable String configuration;
    private @Nullable String directives;
    private @Nullable String signal;

    Reader(String[] arguments) {
      this.arguments = arguments;
    }

    boolean hasArgument() {
      return next < arguments.length;
    }

    void argument() throws Refused {
      String argument = arguments[next++];
      if (!argument.startsWith("-")) {
        throw new Refused("invalid option: \"" + argument + "\"");
      }
      for (int i = 1; i < argument.length(); i++) {
        char letter = argument.charAt(i);
        if ("pecgs".indexOf(letter) >= 0) {
          valued(letter, argument.substring(i + 1));
          return;
        }
        plain(letter);
      }
    }

    private void plain(char letter) throws Refused {
      switch (letter) {
        case '?', 'h' -> {
          version = true;
          help = true;
        }
        case 'v' -> version = true;
        case 'V' -> {
          version = true;
          configure = true;
        }
        case 't' -> test = true;
        case 'T' -> {
          test = true;
          dump = true;
        }
        case 'q' -> quiet = true;
        default -> throw new Refused("invalid option: \"" + letter + "\"");
      }
    }

    private void valued(char letter, String joined) throws Refused {
      String value = joined;
      if (value.isEmpty()) {
        if (!hasArgument() || arguments[next].isEmpty()) {
          throw new Refused("option \"-" + letter + "\" requires " + required(letter));
        }
        value = arguments[next++];
      }
      switch (letter) {
        case 'p' -> prefix = value.endsWith("/") ? value : value + "/";
        case 'e' -> errorLog = value;
        case 'c' -> configuration = value;
        case 'g' -> directives = value;
        default -> signal = checkedSignal(value);
      }
    }

    private static String required(char letter) {
      return switch (letter) {
        case 'p' -> "directory name";
        case 'e', 'c' -> "file name";
        default -> "parameter";
      };
    }

    private static String checkedSignal(String value) throws Refused {
      return switch (value) {
        case "stop", "quit", "reopen", "reload" -> value;
        default -> throw new Refused("invalid option: \"-s " + value + "\"");
      };
    }

    CommandLine result() {
      return new CommandLine(
          help,
          version,
          configure,
          test,
          dump,
          quiet,
          prefix,
          errorLog,
          configuration,
          directives,
          signal);
    }
  }
}
