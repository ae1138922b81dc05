package io.perigee.http.request;

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
  private long length;

  /** An open file; a persistent one stays on disk when it is closed. */
  public TempFile(Path path, FileChannel channel, boolean persistent) throws IOException {
    this.path = path;
    this.channel = channel;
    this.persistent = persistent;
    this.length = channel.size();
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

  @Override
  public void close() throws IOException {
    channel.close();
    if (!persistent) {
      Files.deleteIfExists(path);
    }
  }
}
