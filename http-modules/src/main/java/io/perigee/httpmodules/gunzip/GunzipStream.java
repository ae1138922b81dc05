package io.perigee.httpmodules.gunzip;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Takes gzip apart while it comes (RFC 1952): one or several members, each a header, deflated data,
 * and a check sum with the size. Its parts follow each other:
 *
 * <pre>
 * HEADER [EXTRA_LENGTH EXTRA] [NAME] [COMMENT] [HEADER_SUM] DATA TRAILER --more input--> HEADER
 * </pre>
 */
final class GunzipStream {
  private enum Part {
    HEADER,
    EXTRA_LENGTH,
    EXTRA,
    NAME,
    COMMENT,
    HEADER_SUM,
    DATA,
    TRAILER
  }

  private static final int[] MAGIC = {0x1f, 0x8b, 8};
  private static final int FLAGS = MAGIC.length;
  private static final int FIXED_HEADER = 10;
  private static final int CHECKS = 8;
  private static final int HAS_HEADER_SUM = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final Inflater inflater = new Inflater(true);
  private final CRC32 sum = new CRC32();
  private byte[] in = new byte[0];
  private int at;
  private Part part = Part.HEADER;

  /** How many bytes of a part with a known length are still to come. */
  private int left = FIXED_HEADER;

  /** The last eight bytes outside of data and texts, the latest one highest. */
  private long number;

  private int flags;
  private boolean complete;
  private boolean closed;

  /** More bytes; what came before has been taken. */
  void input(byte[] bytes) {
    in = bytes;
    at = 0;
    if (part == Part.DATA) {
      inflater.setInput(bytes);
    }
  }

  /** Whether the input so far ends with the end of a member. */
  boolean isComplete() {
    return complete;
  }

  /**
   * Fills a buffer with content; fewer bytes than it has room for mean that all input is taken.
   * Throws where the input is not what RFC 1952 says.
   */
  int inflate(byte[] out) throws DataFormatException {
    int filled = 0;
    while (filled < out.length && (part == Part.DATA || at < in.length)) {
      if (part != Part.DATA) {
        take(in[at++] & 0xff);
        continue;
      }
      int fresh = inflater.inflate(out, filled, out.length - filled);
      sum.update(out, filled, fresh);
      filled += fresh;
      if (inflater.finished()) {
        at = in.length - inflater.getRemaining();
        begin(Part.TRAILER, CHECKS);
      } else if (inflater.needsDictionary()) {
        throw new DataFormatException("preset dictionary");
      } else if (fresh == 0) {
        return filled;
      }
    }
    return filled;
  }

  private void begin(Part next, int length) {
    part = next;
    left = length;
  }

  /** One byte outside of the data. */
  private void take(int b) throws DataFormatException {
    if (complete) {
      complete = false;
      sum.reset();
    }
    if (part != Part.HEADER_SUM && part != Part.TRAILER) {
      sum.update(b);
    }
    if (part == Part.NAME || part == Part.COMMENT) {
      if (b == 0) {
        end();
      }
      return;
    }
    if (part == Part.HEADER) {
      checkHeader(FIXED_HEADER - left, b);
    }
    number = number >>> 8 | (long) b << 56;
    if (--left == 0) {
      end();
    }
  }

  private void checkHeader(int index, int b) throws DataFormatException {
    if (index < FLAGS ? b != MAGIC[index] : index == FLAGS && (b & RESERVED) != 0) {
      throw new DataFormatException("not gzip");
    }
    if (index == FLAGS) {
      flags = b;
    }
  }

  /** A part outside of the data has come to its end. */
  private void end() throws DataFormatException {
    switch (part) {
      case HEADER -> extra();
      case EXTRA_LENGTH -> {
        int length = (int) (number >>> 48);
        if (length == 0) {
          name();
        } else {
          begin(Part.EXTRA, length);
        }
      }
      case EXTRA -> name();
      case NAME -> comment();
      case COMMENT -> headerSum();
      case HEADER_SUM -> {
        check(sum.getValue() & 0xffff, number >>> 48);
        data();
      }
      case TRAILER -> {
        check(sum.getValue(), number & 0xffffffffL);
        check(inflater.getBytesWritten() & 0xffffffffL, number >>> 32);
        complete = true;
        begin(Part.HEADER, FIXED_HEADER);
      }
      case DATA -> throw new IllegalStateException("the end of data is the inflater's to tell");
    }
  }

  private void extra() {
    if ((flags & HAS_EXTRA) != 0) {
      begin(Part.EXTRA_LENGTH, 2);
    } else {
      name();
    }
  }

  private void name() {
    if ((flags & HAS_NAME) != 0) {
      begin(Part.NAME, 0);
    } else {
      comment();
    }
  }

  private void comment() {
    if ((flags & HAS_COMMENT) != 0) {
      begin(Part.COMMENT, 0);
    } else {
      headerSum();
    }
  }

  private void headerSum() {
    if ((flags & HAS_HEADER_SUM) != 0) {
      begin(Part.HEADER_SUM, 2);
    } else {
      data();
    }
  }

  private void data() {
    begin(Part.DATA, 0);
    sum.reset();
    inflater.reset();
    inflater.setInput(in, at, in.length - at);
  }

  private static void check(long computed, long told) throws DataFormatException {
    if (computed != told) {
      throw new DataFormatException("a check failed");
    }
  }

  void close() {
    if (!closed) {
      closed = true;
      inflater.end();
    }
  }
}
