package io.perigee.http.request;

import io.perigee.http.filter.Buf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request after it was read: in memory, or in a temporary file when it was larger
 * than client_body_buffer_size (nginx's {@code ngx_http_request_body_t}).
 */
public final class RequestBody {
  private static final byte[] EMPTY = new byte[0];

  private final ArrayList<Buf> bufs = new ArrayList<>(2);
  private @Nullable TempFile file;

  /** An empty body. */
  public RequestBody() {}

  /** A body in memory, as a module that replaces the body makes it. */
  public static RequestBody of(byte[] content) {
    RequestBody body = new RequestBody();
    if (content.length > 0) {
      body.bufs.add(Buf.of(content));
    }
    return body;
  }

  /** A body in a file, as a module that replaces the body makes it. */
  public static RequestBody ofFile(TempFile content) throws IOException {
    RequestBody body = new RequestBody();
    body.inFile(content);
    return body;
  }

  void add(Buf buf) {
    bufs.add(buf);
  }

  void inFile(TempFile content) throws IOException {
    bufs.clear();
    file = content;
    if (content.length() > 0) {
      bufs.add(Buf.ofFile(content.channel(), 0, content.length()));
    }
  }

  /** The pieces of the body in order, as they can be sent on. */
  public List<Buf> bufs() {
    return bufs;
  }

  /** The file that holds the body, or null while it is in memory. */
  public @Nullable TempFile file() {
    return file;
  }

  /** Number of bytes. */
  public long length() {
    long length = 0;
    for (int i = 0; i < bufs.size(); i++) {
      length += bufs.get(i).size();
    }
    return length;
  }

  /** Whether there is no content. */
  public boolean isEmpty() {
    return length() == 0;
  }

  /** The content as one array if it is in memory; null if it is in a file. */
  public byte @Nullable [] inMemory() {
    if (file != null) {
      return null;
    }
    if (bufs.isEmpty()) {
      return EMPTY;
    }
    if (bufs.size() == 1) {
      Buf only = bufs.getFirst();
      if (only.start() == 0 && only.end() == only.bytes().length) {
        return only.bytes();
      }
    }
    byte[] all = new byte[Math.toIntExact(length())];
    int at = 0;
    for (Buf buf : bufs) {
      int size = buf.end() - buf.start();
      System.arraycopy(buf.bytes(), buf.start(), all, at, size);
      at += size;
    }
    bufs.clear();
    bufs.add(Buf.of(all));
    return all;
  }
}
