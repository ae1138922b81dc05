package io.perigee.server;

import io.perigee.core.cycle.Cycle;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.LogFile;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code daemon on} directive. A JVM cannot fork, so the program starts itself a second time in
 * a session of its own and waits until that one has bound its ports: then it exits with status 0,
 * or with the status of a start that failed, whose messages have come through standard error. The
 * child tells that it is ready by a line on its standard output, and turns that and standard input
 * to {@code /dev/null} afterwards.
 */
final class Daemon {
  /** The property by which the started child knows that it is one. */
  private static final String MARK = "perigee.daemon";

  private static final String READY = "ready";

  private Daemon() {}

  /** Whether this process is the child that was started to stay. */
  static boolean isChild() {
    return Boolean.getBoolean(MARK);
  }

  /** Starts the child and waits for it; the result is the exit status of this process. */
  static int start() throws IOException {
    Process child =
        new ProcessBuilder(command())
            .redirectInput(new File("/dev/null"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (InputStream output = child.getInputStream()) {
      String said = new String(output.readAllBytes(), StandardCharsets.US_ASCII);
      if (said.startsWith(READY)) {
        return 0;
      }
    }
    try {
      return child.waitFor();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** Called by the child at its start: leaves the terminal's session. */
  static void detach() {
    NativeCalls.newSession();
  }

  /**
   * Called by the child once its ports are bound: lets the parent go. The parent waits for the end
   * of standard output, so that descriptor must go elsewhere; what the JVM writes to standard error
   * goes to the error log from here on.
   */
  static void ready(Cycle cycle) {
    System.out.println(READY);
    System.out.flush();
    NativeCalls.pointAtFile(1, "/dev/null");
    for (ErrorLog.Target target : cycle.errorLog().targets()) {
      if (target.destination() instanceof LogFile file && file.path() != null) {
        NativeCalls.pointAtFile(2, file.path().toString());
        return;
      }
    }
  }

  /** The command line of this very process with the mark put before the program's name. */
  private static List<String> command() throws IOException {
    List<String> command = new ArrayList<>(ownCommand());
    command.add(1, "-D" + MARK + "=true");
    return command;
  }

  private static List<String> ownCommand() throws IOException {
    Path file = Path.of("/proc/self/cmdline");
    if (Files.isReadable(file)) {
      // The arguments are encoded again by the same rule when the child is started.
      Charset encoding = Charset.forName(System.getProperty("sun.jnu.encoding"));
      String text = new String(Files.readAllBytes(file), encoding);
      return List.of(text.split("\0"));
    }
    ProcessHandle.Info self = ProcessHandle.current().info();
    List<String> command = new ArrayList<>();
    command.add(self.command().orElse("java"));
    command.addAll(List.of(self.arguments().orElse(new String[0])));
    return command;
  }
}
