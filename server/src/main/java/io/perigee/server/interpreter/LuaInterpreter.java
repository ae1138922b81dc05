package io.perigee.server.interpreter;

import io.perigee.core.Product;
import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.lua.library.StandardFiles;
import io.perigee.lua.library.StandardLibraries;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs Lua scripts from the command line: options, the table {@code arg}, the environment variable
 * {@code LUA_INIT}, messages of uncaught errors with their traceback, and exit codes, all as {@code
 * luajit} has them. Nothing of the server is touched, so it starts quickly.
 */
public final class LuaInterpreter {
  private static final String PROGRAM = "perigee";
  private static final String NO_TEXT = "(error object is not a string)";

  /** Lua functions that call each other deeply need more than a thread's usual stack. */
  private static final long STACK_BYTES = 64L << 20;

  private static final String USAGE =
      """
      usage: perigee lua [options]... [script [args]...].
      Available options are:
        -e chunk  Execute string 'chunk'.
        -l name   Require library 'name'.
        -j cmd    Accepted for scripts made for luajit: on, off, flush.
        -O[opt]   Accepted for scripts made for luajit.
        -i        Enter interactive mode after executing 'script'.
        -v        Show version information.
        -E        Ignore environment variables.
        --        Stop handling options.
        -         Execute stdin and stop handling options.
      """;

  private final LuaVm vm;
  private final PrintStream messages;

  /** What stands before a message: the program's name, or nothing in the interactive mode. */
  private String prefix = PROGRAM + ": ";

  private LuaInterpreter(LuaVm vm, PrintStream messages) {
    this.vm = vm;
    this.messages = messages;
  }

  /**
   * Runs the command line and gives the exit status. The second argument tells whether standard
   * input is a terminal; it is asked only when there is nothing else to run.
   */
  public static int run(String[] arguments, BooleanSupplier onTerminal)
      throws InterruptedException {
    InterpreterOptions options;
    try {
      options = InterpreterOptions.of(arguments);
    } catch (InterpreterOptions.Usage usage) {
      System.err.print(USAGE);
      return 1;
    }
    int[] status = {1};
    Thread main =
        new Thread(
            null,
            () -> {
              LuaVm vm = new LuaVm(new LuaOptions(StandardLibraries.all()));
              LuaInterpreter interpreter = new LuaInterpreter(vm, System.err);
              status[0] = interpreter.start(options, arguments, onTerminal);
              vm.close();
              interpreter.flush();
            },
            "lua",
            STACK_BYTES);
    main.start();
    main.join();
    System.out.flush();
    return status[0];
  }

  void flush() {
    try {
      StandardFiles.of(vm).flush();
    } catch (IOException ignored) {
      // Whoever read the output has gone; luajit takes no notice of that either.
    }
  }

  private int start(InterpreterOptions options, String[] arguments, BooleanSupplier onTerminal) {
    vm.globals().put(LuaString.of("arg"), argumentTable(options, arguments));
    boolean ok = (options.ignoreEnvironment() || environment()) && steps(options);
    if (!ok) {
      return 1;
    }
    if (options.version()) {
      System.out.println(version());
    }
    String script = options.script();
    if (script != null && !script(script, scriptArguments(options, arguments))) {
      return 1;
    }
    boolean nothingElse = script == null && options.steps().isEmpty() && !options.version();
    if (options.interactive() || (nothingElse && onTerminal.getAsBoolean())) {
      if (!options.version()) {
        System.out.println(version());
      }
      prefix = "";
      new InteractiveMode(this, onTerminal.getAsBoolean()).run();
      return 0;
    }
    return !nothingElse || script("-", new Object[0]) ? 0 : 1;
  }

  private static String version() {
    return "Perigee "
        + Product.VERSION
        + " -- Lua 5.1 with the extensions of LuaJIT, on Java "
        + Runtime.version().feature();
  }

  private boolean environment() {
    String init = System.getenv("LUA_INIT");
    if (init == null) {
      return true;
    }
    return init.startsWith("@")
        ? script(init.substring(1), new Object[0])
        : text(init, "=LUA_INIT");
  }

  private boolean steps(InterpreterOptions options) {
    for (InterpreterOptions.Step step : options.steps()) {
      boolean ok =
          switch (step) {
            case InterpreterOptions.Step.Execute e -> text(e.text(), "=(command line)");
            case InterpreterOptions.Step.Require r -> require(r.library());
          };
      if (!ok) {
        return false;
      }
    }
    return true;
  }

  private boolean text(String text, String chunkName) {
    return attempt(() -> vm.load(text.getBytes(StandardCharsets.UTF_8), chunkName, vm.globals()));
  }

  private boolean require(String library) {
    Object require = vm.globals().get(LuaString.of("require"));
    return guarded(require, LuaString.utf8(library)) != null;
  }

  private boolean script(String name, Object[] scriptArguments) {
    byte[] source;
    try {
      source = name.equals("-") ? standardInput() : Files.readAllBytes(Path.of(name));
    } catch (NoSuchFileException missing) {
      messages.println(prefix + "cannot open " + name + ": No such file or directory");
      return false;
    } catch (IOException failure) {
      messages.println(prefix + "cannot read " + name + ": " + failure.getMessage());
      return false;
    }
    String chunkName = name.equals("-") ? "=stdin" : "@" + latin1(name);
    return attempt(
        () -> vm.load(withoutFirstComment(source), chunkName, vm.globals()), scriptArguments);
  }

  private static byte[] standardInput() throws IOException {
    InputStream input = System.in;
    return input.readAllBytes();
  }

  /** A first line that begins with # is not Lua's: it names the interpreter to the system. */
  private static byte[] withoutFirstComment(byte[] source) {
    if (source.length == 0 || source[0] != '#') {
      return source;
    }
    int end = 0;
    while (end < source.length && source[end] != '\n') {
      end++;
    }
    return Arrays.copyOfRange(source, end, source.length);
  }

  /** How a chunk comes to be; a syntax error is thrown as a Lua error. */
  interface Loader {
    LuaFunction load();
  }

  private boolean attempt(Loader loader, Object... arguments) {
    LuaFunction chunk = load(loader);
    return chunk != null && guarded(chunk, arguments) != null;
  }

  private @Nullable LuaFunction load(Loader loader) {
    try {
      return loader.load();
    } catch (LuaFault syntax) {
      report(text(syntax.value()));
      return null;
    }
  }

  /** Calls a function in the VM; null after an error, which has been reported. */
  Object @Nullable [] guarded(@Nullable Object function, Object... arguments) {
    try {
      return vm.call(function, arguments);
    } catch (LuaFault fault) {
      report(message(fault));
      return null;
    }
  }

  void report(String message) {
    flush();
    byte[] bytes = (prefix + message + "\n").getBytes(StandardCharsets.ISO_8859_1);
    messages.write(bytes, 0, bytes.length);
    messages.flush();
  }

  /** Only an error value with a text has a traceback, as in luajit. */
  private String message(LuaFault fault) {
    String text = textOrNull(fault.value());
    String traceback = fault instanceof LuaError error ? error.traceback() : null;
    if (text == null) {
      return NO_TEXT;
    }
    return traceback == null ? text : text + "\n" + traceback;
  }

  /** The text of an error value. */
  String text(@Nullable Object value) {
    String text = textOrNull(value);
    return text == null ? NO_TEXT : text;
  }

  /** Strings and numbers are texts; other values are when {@code __tostring} makes one of them. */
  private @Nullable String textOrNull(@Nullable Object value) {
    if (value instanceof LuaString || value instanceof Double) {
      return String.valueOf(Conversions.toLuaString(value));
    }
    LuaTable metatable = vm.metatable(value);
    Object convert = metatable == null ? null : metatable.get(LuaString.of("__tostring"));
    if (convert == null) {
      return null;
    }
    Object[] results = vm.call(convert, value);
    return results.length > 0 && results[0] instanceof LuaString text ? text.toString() : null;
  }

  LuaVm vm() {
    return vm;
  }

  private static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static Object[] scriptArguments(InterpreterOptions options, String[] arguments) {
    return Arrays.stream(arguments, options.scriptIndex() + 1, arguments.length)
        .map(LuaString::utf8)
        .toArray();
  }

  /**
   * The table {@code arg}: the script at 0, its arguments after it, the options before it and the
   * program first, so that {@code arg[-1]} before a script without options starts Lua again.
   */
  private static LuaTable argumentTable(InterpreterOptions options, String[] arguments) {
    LuaTable table = new LuaTable();
    String home = System.getProperty("perigee.home");
    String program = home == null ? "perigee lua" : home + "/perigee lua";
    int first = options.script() == null ? 0 : -options.scriptIndex() - 1;
    table.put(Double.valueOf(first), LuaString.utf8(program));
    for (int i = 0; i < arguments.length; i++) {
      table.put(Double.valueOf(first + 1 + i), LuaString.utf8(arguments[i]));
    }
    return table;
  }
}
