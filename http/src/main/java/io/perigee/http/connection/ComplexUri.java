package io.perigee.http.connection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Brings a target into its plain form by nginx's rules ({@code ngx_http_parse_complex_uri}):
 * percent signs are decoded, {@code .} and {@code ..} resolved, slashes merged, arguments and
 * fragment split off. Used for request lines and for targets that modules make.
 */
public final class ComplexUri {
  private enum State {
    USUAL,
    SLASH,
    DOT,
    DOT_DOT
  }

  private final byte[] from;
  private final int end;
  private final boolean mergeSlashes;
  private final byte[] out;
  private int length;
  private State state = State.USUAL;
  private int argsStart = -1;

  /** A plain path and the arguments that stood behind it, null where there was no question mark. */
  public static final class Result {
    private final byte[] uri;
    private final byte @Nullable [] args;

    private Result(byte[] uri, byte @Nullable [] args) {
      this.uri = uri;
      this.args = args;
    }

    /** The plain path. */
    public byte[] uri() {
      return uri;
    }

    /** The arguments, null where there was no question mark. */
    public byte @Nullable [] args() {
      return args;
    }
  }

  private ComplexUri(byte[] from, int end, boolean mergeSlashes, int room) {
    this.from = from;
    this.end = end;
    this.mergeSlashes = mergeSlashes;
    this.out = new byte[room];
  }

  /**
   * The plain form of the bytes in a range; null if they are refused. With {@code emptyPath} a
   * slash is put before them.
   */
  public static @Nullable Result parse(
      byte[] from, int start, int end, boolean mergeSlashes, boolean emptyPath) {
    ComplexUri uri = new ComplexUri(from, end, mergeSlashes, end - start + 1);
    if (emptyPath) {
      uri.put((byte) '/');
    }
    int stopped = uri.run(start);
    if (stopped < 0) {
      return null;
    }
    return new Result(Arrays.copyOf(uri.out, uri.length), uri.args());
  }

  private void put(byte ch) {
    out[length++] = ch;
  }

  private byte @Nullable [] args() {
    if (argsStart < 0) {
      return null;
    }
    int to = argsStart;
    while (to < end && from[to] != '#') {
      to++;
    }
    return Arrays.copyOfRange(from, argsStart, to);
  }

  /** Works through the path; answers where it stopped, or -1 for a refused target. */
  private int run(int start) {
    int p = start;
    while (p < end) {
      byte ch = from[p];
      if (ch == '%') {
        int decoded = decode(p);
        if (decoded < 0) {
          return -1;
        }
        p += 3;
        if (!quoted((byte) decoded)) {
          return -1;
        }
        continue;
      }
      if (ch == '?' || ch == '#') {
        if (!closeDots()) {
          return -1;
        }
        if (ch == '?') {
          argsStart = p + 1;
        }
        return p;
      }
      p++;
      if (!plain(ch)) {
        return -1;
      }
    }
    return closeDots() ? p : -1;
  }

  /** A decoded character: some are taken as they are, others as if they had stood there. */
  private boolean quoted(byte ch) {
    if (ch == 0) {
      return false;
    }
    if (ch == '%' || ch == '#' || ch == '?') {
      state = State.USUAL;
      put(ch);
      return true;
    }
    return plain(ch);
  }

  private int decode(int at) {
    if (at + 2 >= end) {
      return -1;
    }
    int high = Character.digit(from[at + 1], 16);
    int low = Character.digit(from[at + 2], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private boolean plain(byte ch) {
    if (ch == '/') {
      return slash();
    }
    if (ch == '.') {
      put(ch);
      state =
          switch (state) {
            case SLASH -> State.DOT;
            case DOT -> State.DOT_DOT;
            default -> State.USUAL;
          };
      return true;
    }
    put(ch);
    state = State.USUAL;
    return true;
  }

  private boolean slash() {
    switch (state) {
      case USUAL -> put((byte) '/');
      case SLASH -> {
        if (!mergeSlashes) {
          put((byte) '/');
        }
      }
      case DOT -> length--;
      case DOT_DOT -> {
        if (!parent()) {
          return false;
        }
      }
    }
    state = State.SLASH;
    return true;
  }

  /** What stands as "." or ".." when the path ends. */
  private boolean closeDots() {
    if (state == State.DOT) {
      length--;
    } else if (state == State.DOT_DOT) {
      return parent();
    }
    return true;
  }

  /** Takes "/.." and the segment before it away; false above the root. */
  private boolean parent() {
    int at = length - 4;
    while (at >= 0 && out[at] != '/') {
      at--;
    }
    if (at < 0) {
      return false;
    }
    length = at + 1;
    return true;
  }
}
