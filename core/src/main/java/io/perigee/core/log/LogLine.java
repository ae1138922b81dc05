package io.perigee.core.log;

import io.perigee.core.text.Ascii;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A line of the error log: {@code 2026/11/21 09:00:00 [error] PID#THREAD: *CONNECTION message,
 * client: ...} (nginx's {@code ngx_log_error_core}).
 */
final class LogLine {
  /** nginx cuts lines at this length, the newline included. */
  private static final int MAX_LENGTH = 2048;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");
  private static final String PID = Long.toString(ProcessHandle.current().pid());

  /** The last second that was formatted: the time is the same for most lines of a busy moment. */
  private record Second(long epoch, String text) {}

  private static final class Clock {
    private volatile Second last = new Second(-1, "");

    String now() {
      long epoch = System.currentTimeMillis() / 1000;
      Second known = last;
      if (known.epoch != epoch) {
        ZonedDateTime time = Instant.ofEpochSecond(epoch).atZone(ZoneId.systemDefault());
        known = new Second(epoch, TIME.format(time));
        last = known;
      }
      return known.text;
    }
  }

  private static final Clock CLOCK = new Clock();

  private LogLine() {}

  static byte[] of(Level level, @Nullable LogContext context, String message) {
    StringBuilder line = new StringBuilder(message.length() + 160);
    line.append(CLOCK.now()).append(" [").append(level.word()).append("] ");
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
