package io.perigee.lua.library;

import io.perigee.lua.pattern.ByteBuilder;
import java.io.IOException;

/**
 * An open file of the io library: buffers in both directions over a {@link Channel}. Between
 * reading and writing the buffers change hands, as in C's stdio: a write gives back what was read
 * ahead, a read first writes what is pending.
 */
final class LuaFile {
  /** When written bytes go out. */
  enum Buffering {
    NONE,
    LINE,
    FULL
  }

  /** What a file is over; positions are those of the operating system. */
  interface Channel {
    boolean isReadable();

    boolean isWritable();

    /** Reads at least one byte; -1 at the end. */
    int read(byte[] into, int from, int count) throws IOException;

    void write(byte[] bytes, int from, int count) throws IOException;

    long position() throws IOException;

    void position(long position) throws IOException;

    long size() throws IOException;

    /** Closes it; what {@code io.close} answers. */
    Object close() throws IOException;
  }

  /** An error whose number is known. */
  static final class Fault extends IOException {
    private final transient SystemError error;

    Fault(SystemError error) {
      super(error.text());
      this.error = error;
    }

    SystemError error() {
      return error;
    }
  }

  private static final int BUFFER = 8192;

  private final Channel channel;
  private final boolean standard;
  private final byte[] input = new byte[BUFFER];
  private int next;
  private int limit;
  private final byte[] output = new byte[BUFFER];
  private int pending;
  private Buffering buffering = Buffering.FULL;
  private boolean closed;

  LuaFile(Channel channel, boolean standard) {
    this.channel = channel;
    this.standard = standard;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether it is one of the three that cannot be closed. */
  boolean isStandard() {
    return standard;
  }

  void buffering(Buffering mode) {
    buffering = mode;
  }

  // ---- writing ----

  void write(int b) throws IOException {
    prepareWrite();
    if (pending == BUFFER) {
      flushOutput();
    }
    output[pending++] = (byte) b;
    if (buffering == Buffering.NONE || (buffering == Buffering.LINE && b == '\n')) {
      flushOutput();
    }
  }

  void write(byte[] bytes) throws IOException {
    prepareWrite();
    if (bytes.length > BUFFER - pending) {
      flushOutput();
    }
    if (bytes.length > BUFFER) {
      channel.write(bytes, 0, bytes.length);
    } else {
      System.arraycopy(bytes, 0, output, pending, bytes.length);
      pending += bytes.length;
    }
    if (buffering == Buffering.NONE || (buffering == Buffering.LINE && hasLineEnd(bytes))) {
      flushOutput();
    }
  }

  private static boolean hasLineEnd(byte[] bytes) {
    for (byte b : bytes) {
      if (b == '\n') {
        return true;
      }
    }
    return false;
  }

  private void prepareWrite() throws IOException {
    if (!channel.isWritable()) {
      throw new Fault(SystemError.BAD_DESCRIPTOR);
    }
    if (limit > next) {
      channel.position(channel.position() - (limit - next));
    }
    next = 0;
    limit = 0;
  }

  private void flushOutput() throws IOException {
    int count = pending;
    pending = 0;
    if (count > 0) {
      channel.write(output, 0, count);
    }
  }

  void flush() throws IOException {
    flushOutput();
  }

  // ---- reading ----

  private boolean fill() throws IOException {
    if (!channel.isReadable()) {
      throw new Fault(SystemError.BAD_DESCRIPTOR);
    }
    flushOutput();
    next = 0;
    limit = 0;
    int count = channel.read(input, 0, BUFFER);
    limit = Math.max(count, 0);
    return count > 0;
  }

  /** The next byte without taking it; -1 at the end. */
  int peek() throws IOException {
    return next < limit || fill() ? input[next] & 0xff : -1;
  }

  /** Takes the byte that {@link #peek} showed. */
  void skip() {
    next++;
  }

  /** A line, with its line feed if wanted; null at the end. */
  byte[] readLine(boolean withEnd) throws IOException {
    if (peek() < 0) {
      return null;
    }
    ByteBuilder line = new ByteBuilder(80);
    while (next < limit || fill()) {
      int end = next;
      while (end < limit && input[end] != '\n') {
        end++;
      }
      line.add(input, next, end);
      next = end;
      if (end < limit) {
        next++;
        if (withEnd) {
          line.add('\n');
        }
        break;
      }
    }
    return line.toBytes();
  }

  /** Up to so many bytes; null at the end. */
  byte[] read(int count) throws IOException {
    if (peek() < 0) {
      return null;
    }
    ByteBuilder bytes = new ByteBuilder(Math.min(count, BUFFER));
    while (bytes.length() < count && (next < limit || fill())) {
      int part = Math.min(count - bytes.length(), limit - next);
      bytes.add(input, next, next + part);
      next += part;
    }
    return bytes.toBytes();
  }

  /** All the rest. */
  byte[] readAll() throws IOException {
    ByteBuilder bytes = new ByteBuilder(BUFFER);
    while (next < limit || fill()) {
      bytes.add(input, next, limit);
      next = limit;
    }
    return bytes.toBytes();
  }

  // ---- position and end ----

  /** Moves to an offset from the start (0), the current position (1) or the end (2). */
  long seek(int whence, long offset) throws IOException {
    flushOutput();
    long base =
        switch (whence) {
          case 0 -> 0;
          case 1 -> channel.position() - (limit - next);
          default -> channel.size();
        };
    if (base + offset < 0) {
      throw new Fault(SystemError.INVALID);
    }
    next = 0;
    limit = 0;
    channel.position(base + offset);
    return base + offset;
  }

  Object close() throws IOException {
    closed = true;
    try {
      flushOutput();
    } finally {
      pending = 0;
      limit = 0;
      next = 0;
    }
    return channel.close();
  }
}
