package io.perigee.http.upstream;

import io.netty.buffer.ByteBuf;
import io.perigee.core.text.Ascii;
import java.util.Arrays;

/**
 * What came from a peer and is not used yet, while the head of its response is read. A reader looks
 * at {@link #bytes()} from {@link #position()} to {@link #end()} and says what it has used.
 */
public final class ReceivedBytes {
  private byte[] bytes = Ascii.EMPTY;
  private int position;
  private int end;

  ReceivedBytes() {}

  void append(ByteBuf more) {
    int size = more.readableBytes();
    if (position == end) {
      bytes = new byte[size];
      position = 0;
      end = 0;
    } else if (end + size > bytes.length) {
      bytes = Arrays.copyOf(bytes, end + size);
    }
    more.readBytes(bytes, end, size);
    end += size;
  }

  void clear() {
    bytes = Ascii.EMPTY;
    position = 0;
    end = 0;
  }

  /** The array with the bytes; what was used stands in it as well, and is never overwritten. */
  public byte[] bytes() {
    return bytes;
  }

  /** The first byte that is not used. */
  public int position() {
    return position;
  }

  /** After the last byte. */
  public int end() {
    return end;
  }

  /** Number of bytes that are not used. */
  public int size() {
    return end - position;
  }

  /** Takes all up to a place as used. */
  public void use(int upTo) {
    position = upTo;
  }

  /** The place after the next line feed, or -1 while there is none. */
  public int lineEnd() {
    int feed = Ascii.indexOf(bytes, '\n', position, end);
    return feed < 0 ? -1 : feed + 1;
  }
}
