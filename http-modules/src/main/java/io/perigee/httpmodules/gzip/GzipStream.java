package io.perigee.httpmodules.gzip;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** One response on its way through the compressor: gzip header, deflated bytes, check sum, size. */
final class GzipStream {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0};
  private static final int UNIX = 3;
  private static final int PIECE = 4096;

  private final Deflater deflater;
  private final int effort;
  private final CRC32 sum = new CRC32();
  private final byte[] piece = new byte[PIECE];
  private long size;
  private boolean begun;
  private boolean finished;
  private boolean closed;

  GzipStream(int level) {
    deflater = new Deflater(level, true);
    effort = level == 1 ? 4 : level == 9 ? 2 : 0;
  }

  boolean isFinished() {
    return finished;
  }

  /** The compressed bytes that are ready after more content. */
  byte[] add(byte[] content, boolean flush, boolean last) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!begun) {
      begun = true;
      out.writeBytes(HEADER);
      out.write(effort);
      out.write(UNIX);
    }
    sum.update(content);
    size += content.length;
    deflater.setInput(content);
    if (last) {
      deflater.finish();
    }
    int mode = flush ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH;
    int count = deflater.deflate(piece, 0, PIECE, mode);
    while (count > 0) {
      out.write(piece, 0, count);
      count = deflater.deflate(piece, 0, PIECE, mode);
    }
    if (last) {
      finished = true;
      number(out, sum.getValue());
      number(out, size);
      close();
    }
    return out.toByteArray();
  }

  private static void number(ByteArrayOutputStream out, long value) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write((int) (value >> shift));
    }
  }

  void close() {
    if (!closed) {
      closed = true;
      deflater.end();
    }
  }
}
