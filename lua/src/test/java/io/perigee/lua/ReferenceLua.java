package io.perigee.lua;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The {@code luajit} of this machine, where there is one: what Perigee is compared with. */
public final class ReferenceLua {
  private ReferenceLua() {}

  /** Whether there is one. */
  public static boolean isInstalled() {
    return program().isPresent();
  }

  /** Skips a test where there is none. */
  public static void assumeInstalled() {
    assumeTrue(isInstalled(), "luajit is not installed");
  }

  /** The program's file. */
  public static String path() {
    return program().orElseThrow().getPath();
  }

  private static Optional<File> program() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .map(folder -> new File(folder, "luajit"))
        .filter(File::canExecute)
        .findFirst();
  }

  /** Everything that a run with these arguments writes to both outputs, one character a byte. */
  public static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(path()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    process.waitFor();
    return new String(output, StandardCharsets.ISO_8859_1);
  }
}
