package io.perigee.http.connection;

import io.netty.buffer.ByteBuf;
import io.perigee.http.request.RequestHeaders;
import io.perigee.http.request.RequestLine;
import java.util.Arrays;

/**
 * What a connection has received and not yet used, with the places of the present request's line
 * and headers in it. A connection that waits for its next request has none: they are lent by its
 * worker's {@link InputPool}.
 */
public final class Input {
  private static final int SMALL = 1024;
  private static final int KEEP = 64 * 1024;

  final RequestHeaders headers = new RequestHeaders();
  final RequestLine line = new RequestLine();
  byte[] bytes = new byte[SMALL];

  /** First byte of the present request. */
  int start;

  /** First byte that is not used yet. */
  int pos;

  /** After the last byte received. */
  int end;

  /** After the present request's header, 0 while it is not complete. */
  int headerEnd;

  /** Forgets everything, for the next connection. */
  void clear() {
    start = 0;
    pos = 0;
    end = 0;
    headerEnd = 0;
    if (bytes.length > KEEP) {
      bytes = new byte[SMALL];
    }
    headers.reset(bytes);
    line.reset(bytes);
  }

  /** Prepares for the next request, whose first bytes may be here already. */
  void nextRequest() {
    if (pos == end) {
      pos = 0;
      end = 0;
    } else if (pos > bytes.length / 2) {
      System.arraycopy(bytes, pos, bytes, 0, end - pos);
      end -= pos;
      pos = 0;
    }
    start = pos;
    headerEnd = 0;
    headers.reset(bytes);
    line.reset(bytes);
  }

  /** The received bytes; those from {@link #position} on are not used yet. */
  public byte[] bytes() {
    return bytes;
  }

  /** First byte that is not used yet. */
  public int position() {
    return pos;
  }

  /** After the last byte received. */
  public int end() {
    return end;
  }

  /** Takes all up to a position as used. */
  public void use(int upTo) {
    pos = upTo;
  }

  /** The present request's line and header as they came, as far as they have. */
  byte[] header() {
    return Arrays.copyOfRange(bytes, start, headerEnd == 0 ? pos : headerEnd);
  }

  int available() {
    return end - pos;
  }

  /** Takes all bytes of a buffer. */
  void append(ByteBuf from) {
    int size = from.readableBytes();
    if (headerEnd != 0 && pos == end) {
      pos = headerEnd;
      end = headerEnd;
    }
    if (end + size > bytes.length) {
      grow(end + size);
    }
    from.readBytes(bytes, end, size);
    end += size;
  }

  private void grow(int needed) {
    bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    headers.moved(bytes);
    line.moved(bytes);
  }
}
