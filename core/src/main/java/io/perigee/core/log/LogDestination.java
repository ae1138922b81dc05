package io.perigee.core.log;

/** What takes the lines of a log. */
public sealed interface LogDestination permits LogFile, SyslogServer {
  /** Takes a line of this level, with its line feed. Where that fails, the line is lost. */
  void write(Level level, byte[] line);
}
