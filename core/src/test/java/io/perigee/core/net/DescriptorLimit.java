package io.perigee.core.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Takes all free file descriptors away from this process until it is closed. A shell that was
 * started before does it with {@code prlimit}: what starts a process needs descriptors itself.
 */
final class DescriptorLimit implements AutoCloseable {
  private final Process shell;
  private boolean lifted;

  private DescriptorLimit(Process shell) {
    this.shell = shell;
  }

  /** Whether this machine has the command for it. */
  static boolean isPossible() {
    return Files.isExecutable(Path.of("/usr/bin/prlimit"));
  }

  /** A limit that does not hold yet. */
  static DescriptorLimit prepare() throws IOException {
    String self = Long.toString(ProcessHandle.current().pid());
    String script =
        """
        old=$(prlimit -p $1 -n -o SOFT --noheadings | tr -d ' ')
        read low; prlimit -p $1 -n"$low": && echo low
        read any; prlimit -p $1 -n"$old": && echo high
        """;
    return new DescriptorLimit(new ProcessBuilder("/bin/sh", "-c", script, "sh", self).start());
  }

  /** The limit holds from now on. */
  void hold() throws IOException {
    say(Integer.toString(lowestFree()));
    expect("low");
  }

  private static int lowestFree() {
    int descriptor = 0;
    while (Files.exists(Path.of("/proc/self/fd/" + descriptor))) {
      descriptor++;
    }
    return descriptor;
  }

  private void say(String line) throws IOException {
    shell.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    shell.getOutputStream().flush();
  }

  private void expect(String line) throws IOException {
    StringBuilder told = new StringBuilder();
    int c = shell.getInputStream().read();
    while (c >= 0 && c != '\n') {
      told.append((char) c);
      c = shell.getInputStream().read();
    }
    if (!Objects.equals(told.toString().strip(), line)) {
      throw new IOException("prlimit: " + told);
    }
  }

  /** The process has its descriptors again. */
  void lift() throws IOException {
    if (!lifted) {
      lifted = true;
      say("");
      expect("high");
      shell.destroy();
    }
  }

  @Override
  public void close() throws IOException {
    lift();
  }
}
