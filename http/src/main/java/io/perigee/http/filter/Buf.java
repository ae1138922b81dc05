package io.perigee.http.filter;

import io.perigee.core.net.Output;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a response: a slice of heap bytes, a slice of a file, or nothing but flags (nginx's
 * {@code ngx_buf_t}). The bytes are never modified after the buffer was handed to a filter; a
 * filter that changes content makes a new buffer.
 */
public final class Buf {
  private static final byte[] NOTHING = new byte[0];

  private final byte[] bytes;
  private final int start;
  private final int end;
  private final @Nullable FileChannel file;
  private final long filePosition;
  private final long fileLength;
  private boolean flush;
  private boolean last;
  private boolean lastInChain;
  private boolean sync;

  private Buf(byte[] bytes, int start, int end, @Nullable FileChannel file, long[] region) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.file = file;
    this.filePosition = region[0];
    this.fileLength = region[1];
  }

  private Buf(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.file = null;
    this.filePosition = 0;
    this.fileLength = 0;
  }

  /** All of an array. */
  public static Buf of(byte[] bytes) {
    return new Buf(bytes, 0, bytes.length);
  }

  /** A slice of an array, from {@code start} up to and without {@code end}. */
  public static Buf of(byte[] bytes, int start, int end) {
    return new Buf(bytes, start, end);
  }

  /**
   * A slice of a file, sent without copying where the transport can; the file stays the owner's.
   */
  public static Buf ofFile(FileChannel file, long position, long length) {
    return new Buf(NOTHING, 0, 0, file, new long[] {position, length});
  }

  /** A buffer without content, for its flags. */
  public static Buf special() {
    return new Buf(NOTHING, 0, 0);
  }

  /** The end of the main response (nginx's {@code last_buf}). */
  public static Buf lastBuf() {
    Buf buf = special();
    buf.last = true;
    buf.lastInChain = true;
    return buf;
  }

  /** The end of a subrequest's response: nothing follows in its chain, but the response goes on. */
  public static Buf lastOfSubrequest() {
    Buf buf = special();
    buf.lastInChain = true;
    buf.sync = true;
    return buf;
  }

  /** A wish that all that was written before leaves now. */
  public static Buf flushBuf() {
    Buf buf = special();
    buf.flush = true;
    return buf;
  }

  /** The array that holds the content in memory; empty for a file slice. */
  public byte[] bytes() {
    return bytes;
  }

  /** Index of the first byte in {@link #bytes()}. */
  public int start() {
    return start;
  }

  /** Index after the last byte in {@link #bytes()}. */
  public int end() {
    return end;
  }

  /** The file that holds the content, or null for content in memory. */
  public @Nullable FileChannel file() {
    return file;
  }

  /** Where the slice begins in {@link #file()}. */
  public long filePosition() {
    return filePosition;
  }

  /** Whether the content is in a file. */
  public boolean inFile() {
    return file != null;
  }

  /** Number of content bytes. */
  public long size() {
    return file == null ? end - start : fileLength;
  }

  /** Whether there is no content, only flags (nginx's {@code ngx_buf_special}). */
  public boolean isSpecial() {
    return size() == 0;
  }

  /** The content as one array of its own; reads the file slice if there is one. */
  public byte[] content() throws IOException {
    if (file == null) {
      byte[] copy = new byte[end - start];
      System.arraycopy(bytes, start, copy, 0, copy.length);
      return copy;
    }
    ByteBuffer target = ByteBuffer.allocate(Math.toIntExact(fileLength));
    long at = filePosition;
    while (target.hasRemaining()) {
      int n = file.read(target, at);
      if (n < 0) {
        throw new IOException("file was truncated while it was being sent");
      }
      at += n;
    }
    return target.array();
  }

  /** Puts the content into an output; throws if the file cannot be read. */
  public void putInto(Output to) throws IOException {
    if (file == null) {
      to.put(bytes, start, end);
    } else {
      to.sendFile(file, filePosition, fileLength);
    }
  }

  /** A part of the content, without flags. */
  public Buf slice(long from, long length) {
    FileChannel content = file;
    if (content != null) {
      return ofFile(content, filePosition + from, length);
    }
    int at = start + (int) from;
    return of(bytes, at, at + (int) length);
  }

  /** Same flags, other content. */
  public Buf withContent(byte[] other) {
    Buf buf = of(other);
    buf.flagsOf(this);
    return buf;
  }

  /** Takes the flags of another buffer. */
  public Buf flagsOf(Buf other) {
    flush = other.flush;
    last = other.last;
    lastInChain = other.lastInChain;
    sync = other.sync;
    return this;
  }

  /** Whether what was written up to here must leave now. */
  public boolean flush() {
    return flush;
  }

  /** Sets {@link #flush()}. */
  public Buf flush(boolean on) {
    flush = on;
    return this;
  }

  /** Whether this is the end of the main response. */
  public boolean last() {
    return last;
  }

  /** Sets {@link #last()}. */
  public Buf last(boolean on) {
    last = on;
    return this;
  }

  /** Whether this is the end of this request's own output. */
  public boolean lastInChain() {
    return lastInChain;
  }

  /** Sets {@link #lastInChain()}. */
  public Buf lastInChain(boolean on) {
    lastInChain = on;
    return this;
  }

  /** Whether an empty buffer is meant to be one (nginx's {@code sync}). */
  public boolean sync() {
    return sync;
  }

  /** Sets {@link #sync()}. */
  public Buf sync(boolean on) {
    sync = on;
    return this;
  }
}
