package io.perigee.http.request;

import io.perigee.core.log.Level;
import io.perigee.core.worker.Holdings;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary file that holds a body too large for memory (nginx's {@code ngx_temp_file_t}). */
public final class TempFile implements Closeable {
  private final Path path;
  private final FileChannel channel;
  private final boolean persistent;
  private final Holdings holdings;
  private long length;

  /** An open file of a worker; a persistent one stays on disk when it is closed. */
  public TempFile(Path path, FileChannel channel, boolean persistent, Holdings holdings)
      throws IOException {
    this.path = path;
    this.channel = channel;
    this.persistent = persistent;
    this.length = channel.size();
    this.holdings = holdings;
    holdings.taken(Holdings.Kind.TEMP_FILE);
  }

  /** Where the file is. */
  public Path path() {
    return path;
  }

  /** The open file. */
  public FileChannel channel() {
    return channel;
  }

  /** Number of bytes in it. */
  public long length() {
    return length;
  }

  /** Appends bytes. */
  public void append(byte[] bytes, int start, int end) throws IOException {
    ByteBuffer from = ByteBuffer.wrap(bytes, start, end - start);
    while (from.hasRemaining()) {
      length += channel.write(from, length);
    }
  }

  /** Forgets the content; the file is used again. */
  public void clear() throws IOException {
    channel.truncate(0);
    length = 0;
  }

  /** Has the file closed when the request is freed. */
  public void closeWith(Request r) {
    r.cleanup(
        () -> {
          try {
            close();
          } catch (IOException failed) {
            r.log(Level.ALERT, "cannot remove " + path + ": " + failed.getMessage());
          }
        });
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      holdings.given(Holdings.Kind.TEMP_FILE);
    }
    channel.close();
    if (!persistent) {
      Files.deleteIfExists(path);
    }
  }
}
