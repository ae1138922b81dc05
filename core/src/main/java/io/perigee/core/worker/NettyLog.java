package io.perigee.core.worker;

import io.netty.util.internal.logging.AbstractInternalLogger;
import io.netty.util.internal.logging.FormattingTuple;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.MessageFormatter;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.Level;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Takes what Netty has to tell (an exception that no handler caught, a system limit that is too
 * low) to the error log, at levels {@code error} and {@code warn}. What Netty says at lower levels
 * is about Netty and is left out. Also spares a start Netty's search for logging libraries.
 *
 * <p>There is one for the process, as Netty wants it. All methods may be called on any thread.
 */
public final class NettyLog extends InternalLoggerFactory {
  private static final NettyLog INSTANCE = new NettyLog();

  private volatile @Nullable ErrorLog target;

  private NettyLog() {}

  /**
   * From here on messages go to this log. The first call must come before any other class of Netty
   * is used.
   */
  public static void writeTo(ErrorLog log) {
    if (INSTANCE.target == null) {
      InternalLoggerFactory.setDefaultFactory(INSTANCE);
    }
    INSTANCE.target = log;
  }

  @Override
  protected InternalLogger newInstance(String name) {
    return new Source(name);
  }

  private void write(Level level, String name, String message, @Nullable Throwable cause) {
    ErrorLog log = target;
    if (log == null) {
      return;
    }
    String text = "netty " + name.substring(name.lastIndexOf('.') + 1) + ": " + message;
    if (cause != null) {
      StringWriter trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace));
      text = text + ": " + trace;
    }
    log.log(level, text);
  }

  /** What one class of Netty writes to. */
  private static final class Source extends AbstractInternalLogger {
    private static final long serialVersionUID = 1L;

    Source(String name) {
      super(name);
    }

    private void write(Level level, FormattingTuple message) {
      INSTANCE.write(level, name(), message.getMessage(), message.getThrowable());
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public void trace(String message) {}

    @Override
    public void trace(String format, Object argument) {}

    @Override
    public void trace(String format, Object first, Object second) {}

    @Override
    public void trace(String format, Object... arguments) {}

    @Override
    public void trace(String message, Throwable cause) {}

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public void debug(String message) {}

    @Override
    public void debug(String format, Object argument) {}

    @Override
    public void debug(String format, Object first, Object second) {}

    @Override
    public void debug(String format, Object... arguments) {}

    @Override
    public void debug(String message, Throwable cause) {}

    @Override
    public boolean isInfoEnabled() {
      return false;
    }

    @Override
    public void info(String message) {}

    @Override
    public void info(String format, Object argument) {}

    @Override
    public void info(String format, Object first, Object second) {}

    @Override
    public void info(String format, Object... arguments) {}

    @Override
    public void info(String message, Throwable cause) {}

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public void warn(String message) {
      INSTANCE.write(Level.WARN, name(), message, null);
    }

    @Override
    public void warn(String format, Object argument) {
      write(Level.WARN, MessageFormatter.format(format, argument));
    }

    @Override
    public void warn(String format, Object first, Object second) {
      write(Level.WARN, MessageFormatter.format(format, first, second));
    }

    @Override
    public void warn(String format, Object... arguments) {
      write(Level.WARN, MessageFormatter.arrayFormat(format, arguments));
    }

    @Override
    public void warn(String message, Throwable cause) {
      INSTANCE.write(Level.WARN, name(), message, cause);
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    public void error(String message) {
      INSTANCE.write(Level.ERROR, name(), message, null);
    }

    @Override
    public void error(String format, Object argument) {
      write(Level.ERROR, MessageFormatter.format(format, argument));
    }

    @Override
    public void error(String format, Object first, Object second) {
      write(Level.ERROR, MessageFormatter.format(format, first, second));
    }

    @Override
    public void error(String format, Object... arguments) {
      write(Level.ERROR, MessageFormatter.arrayFormat(format, arguments));
    }

    @Override
    public void error(String message, Throwable cause) {
      INSTANCE.write(Level.ERROR, name(), message, cause);
    }
  }
}
