package io.perigee.http.request;

/**
 * Takes a chunked body apart (RFC 9112 section 7.1), stricter than lenient: a line ends with CR LF
 * and nothing else, sizes are hexadecimal digits that fit into 63 bits. It works on whatever bytes
 * have come and remembers where it stands.
 */
public final class ChunkedDecoder {
  /** What the bytes came to. */
  public enum Step {
    /** {@link #dataStart} to {@link #dataEnd} is content; there may be more. */
    DATA,
    /** All bytes are used, and the body is not complete. */
    MORE_NEEDED,
    /** The body and its trailers are complete. */
    END,
    /** The bytes are no chunks. */
    INVALID
  }

  private enum State {
    START,
    SIZE,
    EXTENSION,
    SIZE_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILER,
    TRAILER_LF,
    TRAILER_FIELD,
    TRAILER_FIELD_LF
  }

  private State state = State.START;
  private long size;
  int dataStart;
  int dataEnd;

  /** Where the next look begins. */
  int pos;

  /** A decoder at the beginning of a body. */
  public ChunkedDecoder() {}

  /** Where content begins, after {@link Step#DATA}. */
  public int dataStart() {
    return dataStart;
  }

  /** Where content ends, after {@link Step#DATA}. */
  public int dataEnd() {
    return dataEnd;
  }

  /** The first byte that was not looked at. */
  public int position() {
    return pos;
  }

  /** The announced size of the present chunk that has not come yet. */
  long left() {
    return state == State.DATA ? size : 0;
  }

  /** Whether the present chunk's size is complete, so that a limit can be checked. */
  boolean inData() {
    return state == State.DATA;
  }

  /** Looks at bytes from a place up to another, as far as one step goes. */
  public Step next(byte[] b, int from, int end) {
    pos = from;
    while (pos < end) {
      if (state == State.DATA) {
        return data(end);
      }
      byte ch = b[pos++];
      if (state == State.TRAILER && ch == '\r') {
        state = State.TRAILER_LF;
      } else if (state == State.TRAILER_LF) {
        return ch == '\n' ? Step.END : Step.INVALID;
      } else if (!take(ch)) {
        return Step.INVALID;
      }
    }
    return Step.MORE_NEEDED;
  }

  private Step data(int end) {
    dataStart = pos;
    dataEnd = (int) Math.min(end, pos + size);
    size -= dataEnd - dataStart;
    pos = dataEnd;
    if (size == 0) {
      state = State.DATA_CR;
    }
    return Step.DATA;
  }

  private boolean take(byte ch) {
    return switch (state) {
      case START -> {
        size = 0;
        yield move(State.SIZE, digit(ch));
      }
      case SIZE -> digit(ch) || afterSize(ch);
      case EXTENSION -> ch == '\r' ? move(State.SIZE_LF, true) : ch != '\n' && ch != 0;
      case SIZE_LF -> move(size == 0 ? State.TRAILER : State.DATA, ch == '\n');
      case DATA_CR -> move(State.DATA_LF, ch == '\r');
      case DATA_LF -> move(State.START, ch == '\n');
      default -> takeTrailer(ch);
    };
  }

  private boolean move(State next, boolean valid) {
    state = next;
    return valid;
  }

  private boolean takeTrailer(byte ch) {
    if (state == State.TRAILER_FIELD_LF) {
      state = State.TRAILER;
      return ch == '\n';
    }
    state = ch == '\r' ? State.TRAILER_FIELD_LF : State.TRAILER_FIELD;
    return ch != '\n' && ch != 0;
  }

  private boolean digit(byte ch) {
    int value = Character.digit(ch, 16);
    if (value < 0 || size > (Long.MAX_VALUE >> 4)) {
      return false;
    }
    size = size << 4 | value;
    return true;
  }

  private boolean afterSize(byte ch) {
    switch (ch) {
      case '\r' -> state = State.SIZE_LF;
      case ';', ' ', '\t' -> state = State.EXTENSION;
      default -> {
        return false;
      }
    }
    return true;
  }
}
