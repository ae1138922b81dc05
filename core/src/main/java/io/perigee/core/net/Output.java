package io.perigee.core.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.Future;
import io.perigee.core.worker.Worker;
import io.perigee.core.worker.WorkerKey;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The way out of a connection: bytes are gathered in one array and leave with one system call. What
 * the socket does not take at once is given to Netty, which waits for the socket; while it has
 * something, all else queues behind it. {@link #pending()} is what nginx calls buffered.
 */
public final class Output {
  private static final int BLOCK = 16 * 1024;
  private static final int KEEP = 64 * 1024;
  private static final int POOLED = 256;
  private static final int PIECE = 256 * 1024;
  private static final byte[] NOTHING = new byte[0];
  private static final WorkerKey<Scratch> SCRATCH = WorkerKey.of("output buffers");

  private final Way way;
  private final Worker worker;
  private final Scratch scratch;
  private final Events events;
  private byte[] bytes = NOTHING;
  private int size;
  private long pending;
  private long sent;
  private boolean failed;

  /** Who is told how the bytes that had to wait for the socket go on; on the worker's thread. */
  public interface Events {
    /** Sending failed; nothing can be sent any more. May be told during {@link Output#flush}. */
    void sendFailed(Throwable cause);

    /** A part of what waits has left. */
    void progressed();

    /** All that waited has left. */
    void drained();
  }

  /** What the bytes leave through. */
  interface Way {
    /** Whether there still is a way. */
    boolean isOpen();

    /** The socket that takes bytes at once, null where they go through a channel's handlers. */
    @Nullable Socket direct();

    /** The channel for all that has to wait for the socket. */
    Channel channel() throws IOException;
  }

  /** What the connections of a worker share. */
  private static final class Scratch {
    final ByteBuffer direct = ByteBuffer.allocateDirect(KEEP);
    final long address = MemorySegment.ofBuffer(direct).address();
    final ArrayDeque<byte[]> blocks = new ArrayDeque<>();
  }

  /** A file whose channel belongs to somebody else. */
  private static final class BorrowedFile extends DefaultFileRegion {
    BorrowedFile(FileChannel file, long position, long count) {
      super(file, position, count);
    }

    @Override
    protected void deallocate() {
      // the owner closes the file
    }
  }

  /** Who is told of what happens later is the connection's owner. */
  Output(Events events, Worker worker, Way way) {
    this.events = events;
    this.worker = worker;
    this.way = way;
    this.scratch = worker.attachment(SCRATCH, Scratch::new);
  }

  /** Adds bytes. */
  public void put(byte[] from) {
    put(from, 0, from.length);
  }

  /** Adds a range of bytes. */
  public void put(byte[] from, int start, int end) {
    int count = end - start;
    if (size + count > bytes.length) {
      room(count);
    }
    System.arraycopy(from, start, bytes, size, count);
    size += count;
    sent += count;
  }

  /** Adds one byte. */
  public void put(int b) {
    if (size == bytes.length) {
      room(1);
    }
    bytes[size++] = (byte) b;
    sent++;
  }

  private void room(int count) {
    if (bytes.length == 0) {
      byte[] block = scratch.blocks.pollFirst();
      bytes = block == null ? new byte[BLOCK] : block;
    }
    if (size + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + count, bytes.length * 2));
    }
  }

  private void giveBack() {
    if (bytes.length == BLOCK && scratch.blocks.size() < POOLED) {
      scratch.blocks.addFirst(bytes);
    }
    bytes = NOTHING;
    size = 0;
  }

  /** Bytes that were put so far, over the connection's life. */
  public long sent() {
    return sent;
  }

  /** Bytes gathered and not yet given to the socket. */
  public int gathered() {
    return size;
  }

  /** Bytes that wait for the socket. */
  public long pending() {
    return pending;
  }

  /** Whether writing failed; nothing can be sent any more. */
  public boolean failed() {
    return failed;
  }

  /** Sends what was gathered, as far as the socket takes it. */
  public void flush() {
    if (size == 0) {
      return;
    }
    if (!failed && way.isOpen()) {
      try {
        Socket direct = way.direct();
        int done = pending == 0 && direct != null ? sendNow(direct) : 0;
        if (done < size) {
          queue(ByteBuffer.wrap(bytes, done, size - done));
        }
      } catch (IOException broken) {
        fail(broken);
      }
    }
    giveBack();
  }

  private void fail(Throwable cause) {
    failed = true;
    events.sendFailed(cause);
  }

  private int sendNow(Socket to) throws IOException {
    int done = 0;
    while (done < size) {
      int count = Math.min(size - done, KEEP);
      scratch.direct.put(0, bytes, done, count);
      int taken = to.sendAddress(scratch.address, 0, count);
      if (taken > 0) {
        done += taken;
      }
      if (taken < count) {
        break;
      }
    }
    return done;
  }

  private void queue(ByteBuffer rest) throws IOException {
    Channel channel = way.channel();
    while (rest.hasRemaining()) {
      int count = Math.min(rest.remaining(), PIECE);
      ByteBuf copy = channel.alloc().directBuffer(count);
      copy.writeBytes(rest.slice(rest.position(), count));
      rest.position(rest.position() + count);
      pending += count;
      channel.write(copy).addListener(future -> written(future, count));
    }
    channel.flush();
  }

  /**
   * Sends a part of a file; the file stays the caller's. A small part leaves in one call with what
   * was gathered before it, a larger one without being copied. Throws if a small part cannot be
   * read; then nothing of it is sent.
   */
  public void sendFile(FileChannel file, long position, long length) throws IOException {
    Socket direct = way.direct();
    if (direct != null && pending == 0 && size + length <= KEEP) {
      ByteBuffer all = gatheredWith(file, position, (int) length);
      sent += length;
      sendTogether(direct, all);
      giveBack();
      return;
    }
    flush();
    sent += length;
    if (!failed && way.isOpen()) {
      try {
        queue(way.channel(), file, position, position + length);
      } catch (IOException broken) {
        fail(broken);
      }
    }
  }

  private ByteBuffer gatheredWith(FileChannel file, long position, int length) throws IOException {
    ByteBuffer all = scratch.direct.slice(0, size + length).put(bytes, 0, size);
    while (all.hasRemaining()) {
      if (file.read(all, position + all.position() - size) < 0) {
        throw new IOException("file was truncated while it was being sent");
      }
    }
    return all;
  }

  private void sendTogether(Socket to, ByteBuffer all) {
    if (failed || !way.isOpen()) {
      return;
    }
    try {
      int taken = Math.max(0, to.sendAddress(scratch.address, 0, all.limit()));
      if (taken < all.limit()) {
        queue(all.position(taken));
      }
    } catch (IOException broken) {
      fail(broken);
    }
  }

  private void queue(Channel channel, FileChannel file, long position, long end) {
    long at = position;
    while (at < end) {
      long count = Math.min(end - at, PIECE * 4L);
      pending += count;
      channel
          .write(new BorrowedFile(file, at, count))
          .addListener(future -> written(future, count));
      at += count;
    }
    channel.flush();
  }

  private void written(Future<?> future, long count) {
    worker.begin();
    try {
      pending -= count;
      Throwable cause = future.cause();
      if (cause != null && !failed) {
        fail(cause);
      } else if (pending == 0) {
        events.drained();
      } else {
        events.progressed();
      }
    } finally {
      worker.end();
    }
  }
}
