package io.perigee.core.log;

import io.perigee.core.text.Ascii;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of a block go: one or several targets with their thresholds, as the {@code
 * error_log} directives of the block say. Immutable and safe for all threads.
 */
public final class ErrorLog {
  /** Where lines go, and the level below which they do not. */
  public record Target(LogDestination destination, Level threshold) {}

  private final List<Target> targets;
  private final Level highest;

  /** A log with these targets. */
  public ErrorLog(List<Target> targets) {
    this.targets = List.copyOf(targets);
    Level most = Level.STDERR;
    for (Target target : targets) {
      if (target.threshold().compareTo(most) > 0) {
        most = target.threshold();
      }
    }
    this.highest = most;
  }

  /** Where the messages go. */
  public List<Target> targets() {
    return targets;
  }

  /** Whether any target takes messages of this level; ask before making an expensive message. */
  public boolean enabled(Level level) {
    return highest.admits(level);
  }

  /** Writes a message (Latin-1) to each target that takes it. */
  public void log(Level level, @Nullable LogContext context, String message) {
    if (!enabled(level)) {
      return;
    }
    byte[] line = LogLine.of(level, context, message);
    for (Target target : targets) {
      if (target.threshold().admits(level)) {
        target.destination().write(level, line);
      }
    }
  }

  /** Writes a message of bytes to each target that takes it. */
  public void log(Level level, @Nullable LogContext context, byte[] message) {
    if (enabled(level)) {
      log(level, context, Ascii.string(message));
    }
  }

  /** Writes a message that is about no client. */
  public void log(Level level, String message) {
    log(level, null, message);
  }
}
