package io.perigee.http.connection;

/**
 * Reads one line of a request header by nginx's rules ({@code ngx_http_parse_header_line}): no
 * folded lines, no space before the colon, no NUL, no CR that is not part of a line end.
 */
final class HeaderLineParser {
  static final int OK = 0;
  static final int END = 1;
  static final int AGAIN = -2;
  static final int INVALID = 14;

  private static final byte CR = '\r';
  private static final byte LF = '\n';
  private static final boolean[] NAME = names();

  int nameStart;
  int nameEnd;
  int valueStart;
  int valueEnd;
  int next;

  /** Where the fault is, after {@link #INVALID}; end of the line's text otherwise. */
  int headerEnd;

  /** The name has characters that a name should not have. */
  boolean invalidName;

  private byte[] b = new byte[0];
  private int limit;

  private static boolean[] names() {
    boolean[] table = new boolean[256];
    for (int ch = 0; ch < 256; ch++) {
      table[ch] = Character.isLetterOrDigit(ch) && ch < 128;
    }
    table['-'] = true;
    return table;
  }

  /** Judges the bytes from the line's beginning up to {@code to}. */
  int parse(byte[] bytes, int from, int to, boolean allowUnderscores) {
    b = bytes;
    limit = to;
    nameStart = from;
    invalidName = false;
    if (from == to) {
      return AGAIN;
    }
    if (bytes[from] == CR || bytes[from] == LF) {
      return end(from);
    }
    int p = from;
    while (p < to) {
      byte ch = bytes[p];
      if (!NAME[ch & 0xff]) {
        if (ch == ':' && p > from) {
          nameEnd = p;
          return value(p + 1);
        }
        if ((ch == CR || ch == LF) && p > from) {
          nameEnd = p;
          valueStart = p;
          valueEnd = p;
          return lineEnd(p);
        }
        if ((ch >= 0 && ch <= ' ') || ch == 0x7f || ch == ':') {
          headerEnd = p;
          return INVALID;
        }
        invalidName |= ch != '_' || !allowUnderscores;
      }
      p++;
    }
    return AGAIN;
  }

  private int end(int from) {
    headerEnd = from;
    int p = from;
    if (b[p] == CR) {
      p++;
      if (p == limit) {
        return AGAIN;
      }
      if (b[p] != LF) {
        return INVALID;
      }
    }
    next = p + 1;
    return END;
  }

  private int value(int from) {
    int p = from;
    while (p < limit && b[p] == ' ') {
      p++;
    }
    valueStart = p;
    while (p < limit) {
      byte ch = b[p];
      if (ch <= CR && ch >= 0) {
        if (ch == CR || ch == LF) {
          int trimmed = p;
          while (trimmed > valueStart && b[trimmed - 1] == ' ') {
            trimmed--;
          }
          valueEnd = trimmed;
          return lineEnd(p);
        }
        if (ch == 0) {
          headerEnd = p;
          return INVALID;
        }
      }
      p++;
    }
    return AGAIN;
  }

  private int lineEnd(int from) {
    headerEnd = valueEnd;
    int p = from;
    while (p < limit && b[p] == CR) {
      p++;
    }
    if (p == limit) {
      return AGAIN;
    }
    if (b[p] != LF) {
      return INVALID;
    }
    next = p + 1;
    return OK;
  }
}
