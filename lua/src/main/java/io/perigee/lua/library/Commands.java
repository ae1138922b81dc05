package io.perigee.lua.library;

import java.io.IOException;

/** Runs commands of the shell to their end. */
final class Commands {
  private Commands() {}

  /** The status of a command as C's system gives it: the exit code in the second byte. */
  static int run(String command) throws IOException {
    return await(new ProcessBuilder("/bin/sh", "-c", command).inheritIO().start()) << 8;
  }

  /** Waits for a process whatever interrupts; its exit code. */
  static int await(Process process) {
    boolean interrupted = false;
    while (true) {
      try {
        int code = process.waitFor();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return code;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }
}
