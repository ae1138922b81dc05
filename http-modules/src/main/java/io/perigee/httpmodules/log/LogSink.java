package io.perigee.httpmodules.log;

import io.perigee.core.log.LogFile;
import io.perigee.core.worker.Worker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Where lines of an access log go: straight into the file, or first into a buffer that is written
 * when it is full, after {@code flush=} time, and when the worker or the file ends. The buffer is
 * shared by the workers of the process, so a lock stands around it.
 */
final class LogSink {
  private final LogFile file;
  private final int capacity;
  private final long flushMillis;
  private final int gzipLevel;
  private final ReentrantLock lock = new ReentrantLock();
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private boolean flushPending;

  /**
   * A sink.
   *
   * @param capacity bytes of the buffer, 0 for none
   * @param flushMillis the longest time that a line stays in the buffer, 0 for any
   * @param gzipLevel 1 to 9, or 0 for plain text
   */
  LogSink(LogFile file, int capacity, long flushMillis, int gzipLevel) {
    this.file = file;
    this.capacity = capacity;
    this.flushMillis = flushMillis;
    this.gzipLevel = gzipLevel;
  }

  /** Appends a line. */
  void write(byte[] line, Worker worker) {
    if (capacity == 0) {
      file.write(line);
      return;
    }
    lock.lock();
    try {
      if (buffer.size() + line.length > capacity) {
        drain();
      }
      if (line.length >= capacity) {
        put(line);
        return;
      }
      buffer.writeBytes(line);
      if (flushMillis > 0 && !flushPending) {
        flushPending = true;
        worker.timer(flushMillis, this::flush);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes what is in the buffer. */
  void flush() {
    lock.lock();
    try {
      flushPending = false;
      drain();
    } finally {
      lock.unlock();
    }
  }

  private void drain() {
    if (buffer.size() > 0) {
      put(buffer.toByteArray());
      buffer.reset();
    }
  }

  private void put(byte[] bytes) {
    file.write(gzipLevel == 0 ? bytes : gzip(bytes));
  }

  /** One member of a gzip file (RFC 1952); members may follow each other. */
  private byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 32);
    try (GZIPOutputStream gzip = new Member(out, gzipLevel)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail to be written
    }
    return out.toByteArray();
  }

  private static final class Member extends GZIPOutputStream {
    Member(ByteArrayOutputStream out, int level) throws IOException {
      super(out);
      def.setLevel(level == 0 ? Deflater.DEFAULT_COMPRESSION : level);
    }
  }
}
