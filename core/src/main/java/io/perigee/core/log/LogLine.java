package io.perigee.core.log;

import io.perigee.core.text.Ascii;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A line of the error log: {@code 2026/11/21 09:00:00 [error] PID#THREAD: *CONNECTION message,
 * client: ...} (nginx's {@code ngx_log_error_core}).
 */
final class LogLine {
  /** nginx cuts lines at this length, the newline included. */
  private static final int MAX_LENGTH = 2048;

  private static final SecondText TIME =
      new SecondText(DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss"));
  private static final String PID = Long.toString(ProcessHandle.current().pid());

  private LogLine() {}

  static byte[] of(Level level, @Nullable LogContext context, String message) {
    StringBuilder line = new StringBuilder(message.length() + 160);
    line.append(TIME.now()).append(" [").append(level.word()).append("] ");
    line.append(PID).append('#').append(Thread.currentThread().threadId()).append(": ");
    if (context != null && context.connectionNumber() != 0) {
      line.append('*').append(context.connectionNumber()).append(' ');
    }
    line.append(message);
    if (context != null) {
      context.describe(line);
    }
    if (line.length() > MAX_LENGTH - 1) {
      line.setLength(MAX_LENGTH - 1);
    }
    return Ascii.latin1(line.append('\n').toString());
  }
}
