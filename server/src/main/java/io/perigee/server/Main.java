package io.perigee.server;

import io.perigee.server.interpreter.LuaInterpreter;
import io.perigee.server.trace.TraceCommand;
import java.io.IOException;
import java.util.Arrays;

/** The entry of the program: {@code perigee} with nginx's command line, and {@code perigee lua}. */
public final class Main {
  private Main() {}

  /** Reads the command line and runs what it asks for. */
  public static void main(String[] arguments) throws InterruptedException, IOException {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) throws InterruptedException, IOException {
    String program = arguments.length == 0 ? "" : arguments[0];
    return switch (program) {
      case "lua" -> lua(Arrays.copyOfRange(arguments, 1, arguments.length));
      case "trace" ->
          TraceCommand.run(
              Arrays.copyOfRange(arguments, 1, arguments.length), System.out, System.err);
      case "--training-run" -> TrainingRun.run();
      default -> server(arguments);
    };
  }

  private static int lua(String[] arguments) throws InterruptedException {
    Signals.endOnBrokenPipe();
    return LuaInterpreter.run(arguments, () -> NativeCalls.isTerminal(0));
  }

  private static int server(String[] arguments) throws InterruptedException, IOException {
    CommandLine options;
    try {
      options = CommandLine.of(arguments);
    } catch (CommandLine.Refused refused) {
      System.err.println("nginx: " + refused.getMessage());
      return 1;
    }
    return new ServerCommand(options, Bundle.services(), Bundle.luaBlocks()).run();
  }
}
