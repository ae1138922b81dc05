package io.perigee.core.log;

import io.perigee.core.text.Ascii;

/**
 * The log of starting, testing and reloading: an ordinary error log and, while the program still
 * speaks to the one who started it, standard error with nginx's short form {@code nginx: [emerg]
 * ...} for warnings and graver messages.
 */
public final class StartLog {
  private final ErrorLog log;
  private final boolean console;
  private final LogFile stderr = LogFile.stderr();

  /** A log that writes to {@code log} and, if wanted, to standard error. */
  public StartLog(ErrorLog log, boolean console) {
    this.log = log;
    this.console = console;
  }

  /** Writes a message. */
  public void log(Level level, String message) {
    log.log(level, message);
    if (console && Level.WARN.admits(level)) {
      stderr.write(Ascii.latin1("nginx: [" + level.word() + "] " + message + "\n"));
    }
  }

  /** The error log behind it. */
  public ErrorLog errorLog() {
    return log;
  }
}
