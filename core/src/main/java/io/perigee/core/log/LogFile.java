package io.perigee.core.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that log lines are appended to, each with one write, so that lines of several workers and
 * processes never mix. The file may be opened anew under its name when logs are rotated. A stream
 * and not a channel: a channel is closed when a thread that writes is interrupted.
 */
public final class LogFile implements LogDestination {
  private final @Nullable Path path;
  private volatile @Nullable FileOutputStream stream;

  private LogFile(@Nullable Path path, @Nullable FileOutputStream stream) {
    this.path = path;
    this.stream = stream;
  }

  /** A file that is not open yet; what is written before is lost. */
  public static LogFile named(Path path) {
    return new LogFile(path, null);
  }

  /** Opens the file for appending and makes it where it does not exist. */
  public void open() throws IOException {
    if (path != null && stream == null) {
      stream = new FileOutputStream(path.toFile(), true);
    }
  }

  /** The standard error of the process. */
  public static LogFile stderr() {
    return new LogFile(null, new FileOutputStream(FileDescriptor.err));
  }

  /** The file's name, or null for standard error. */
  public @Nullable Path path() {
    return path;
  }

  @Override
  public void write(Level level, byte[] line) {
    write(line);
  }

  /** Appends bytes. A full or broken disk cannot be reported anywhere and loses the line. */
  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  /** Appends some bytes, as {@link #write(byte[])}. */
  public void write(byte[] bytes, int from, int to) {
    FileOutputStream target = stream;
    if (target == null) {
      return;
    }
    try {
      target.write(bytes, from, to - from);
    } catch (IOException ignored) {
      writeAgain(target, bytes, from, to);
    }
  }

  /** The file may have been reopened between reading the field and the write. */
  @SuppressWarnings("ReferenceEquality") // the very stream, opened once more or not
  private void writeAgain(FileOutputStream failed, byte[] bytes, int from, int to) {
    FileOutputStream target = stream;
    if (target == null || target == failed) {
      return;
    }
    try {
      target.write(bytes, from, to - from);
    } catch (IOException ignored) {
      // nginx drops the line as well: the log itself is what cannot be written.
    }
  }

  /** Opens the file anew under its name (signal USR1). */
  public void reopen() throws IOException {
    if (path == null) {
      return;
    }
    FileOutputStream old = stream;
    stream = new FileOutputStream(path.toFile(), true);
    if (old != null) {
      old.close();
    }
  }

  /** Closes the file; standard error stays open. */
  public void close() throws IOException {
    FileOutputStream open = stream;
    if (path != null && open != null) {
      open.close();
    }
  }
}
