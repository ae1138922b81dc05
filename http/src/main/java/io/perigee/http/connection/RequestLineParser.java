package io.perigee.http.connection;

import io.perigee.http.request.Methods;

/**
 * Reads a request line by nginx's rules ({@code ngx_http_parse_request_line}). It looks at the line
 * from its beginning each time, so what has arrived is judged at once and an incomplete line costs
 * another look when more has come.
 */
final class RequestLineParser {
  static final int OK = 0;
  static final int AGAIN = -2;
  static final int INVALID_METHOD = 10;
  static final int INVALID_REQUEST = 11;
  static final int INVALID_VERSION = 12;
  static final int INVALID_09_METHOD = 13;

  /** Version number of a request without one. */
  static final int HTTP_09 = 9;

  private static final byte CR = '\r';
  private static final byte LF = '\n';

  /** Characters of a target that need no look: all but controls, space, # % + . / ?. */
  private static final boolean[] USUAL = usual();

  int lineStart;
  int lineEnd;
  int next;
  int method;
  int methodEnd;
  int uriStart;
  int uriEnd;
  int argsStart;
  int schemaStart;
  int schemaEnd;
  int hostStart;
  int hostEnd;
  int protocolStart;
  int version;
  boolean complexUri;
  boolean quotedUri;
  boolean plusInUri;
  boolean emptyPath;

  private byte[] b = new byte[0];
  private int limit;

  private static boolean[] usual() {
    boolean[] table = new boolean[256];
    for (int ch = 0x21; ch < 256; ch++) {
      table[ch] = ch != 0x7f && "#%+./?".indexOf(ch) < 0;
    }
    return table;
  }

  static boolean isUsual(byte ch) {
    return USUAL[ch & 0xff];
  }

  /**
   * Judges the bytes from {@code from} up to {@code to}; empty lines before the line are skipped.
   */
  int parse(byte[] bytes, int from, int to) {
    b = bytes;
    limit = to;
    reset();
    int p = from;
    while (p < to && (bytes[p] == CR || bytes[p] == LF)) {
      p++;
    }
    lineStart = p;
    while (p < to && isMethodChar(bytes[p])) {
      p++;
    }
    if (p == to) {
      return AGAIN;
    }
    if (bytes[p] != ' ' || p == lineStart) {
      return INVALID_METHOD;
    }
    methodEnd = p;
    method = Methods.bit(bytes, lineStart, p);
    while (p < to && bytes[p] == ' ') {
      p++;
    }
    return p == to ? AGAIN : target(p);
  }

  private void reset() {
    argsStart = 0;
    schemaEnd = 0;
    schemaStart = 0;
    hostStart = 0;
    hostEnd = 0;
    protocolStart = 0;
    version = 0;
    complexUri = false;
    quotedUri = false;
    plusInUri = false;
    emptyPath = false;
  }

  private static boolean isMethodChar(byte ch) {
    return (ch >= 'A' && ch <= 'Z') || ch == '_' || ch == '-';
  }

  private int target(int p) {
    if (b[p] == '/') {
      uriStart = p;
      return path(p + 1);
    }
    return isLetter(b[p]) ? schema(p) : INVALID_REQUEST;
  }

  private static boolean isLetter(byte ch) {
    int lower = ch | 0x20;
    return lower >= 'a' && lower <= 'z';
  }

  private static boolean isDigit(byte ch) {
    return ch >= '0' && ch <= '9';
  }

  private int schema(int from) {
    schemaStart = from;
    int p = from + 1;
    while (p < limit && isSchemaChar(b[p])) {
      p++;
    }
    if (p == limit) {
      return AGAIN;
    }
    if (b[p] != ':') {
      return INVALID_REQUEST;
    }
    schemaEnd = p;
    for (int i = 1; i <= 2; i++) {
      if (p + i == limit) {
        return AGAIN;
      }
      if (b[p + i] != '/') {
        return INVALID_REQUEST;
      }
    }
    return host(p + 3);
  }

  private static boolean isSchemaChar(byte ch) {
    return isLetter(ch) || isDigit(ch) || ch == '+' || ch == '-' || ch == '.';
  }

  private int host(int from) {
    hostStart = from;
    int p = from;
    if (p == limit) {
      return AGAIN;
    }
    if (b[p] == '[') {
      p++;
      while (p < limit && isLiteralChar(b[p])) {
        p++;
      }
      if (p == limit) {
        return AGAIN;
      }
      if (b[p++] != ']') {
        return INVALID_REQUEST;
      }
    } else {
      while (p < limit && (isLetter(b[p]) || isDigit(b[p]) || b[p] == '.' || b[p] == '-')) {
        p++;
      }
    }
    if (p == limit) {
      return AGAIN;
    }
    hostEnd = p;
    return b[p] == ':' ? port(p + 1) : afterHost(p);
  }

  private static boolean isLiteralChar(byte ch) {
    return isLetter(ch) || isDigit(ch) || ":-._~!$&'()*+,;=".indexOf(ch) >= 0;
  }

  private int port(int from) {
    int p = from;
    while (p < limit && isDigit(b[p])) {
      p++;
    }
    return p == limit ? AGAIN : afterHost(p);
  }

  private int afterHost(int p) {
    return switch (b[p]) {
      case '/' -> {
        uriStart = p;
        yield path(p + 1);
      }
      case '?' -> {
        uriStart = p;
        argsStart = p + 1;
        emptyPath = true;
        yield rest(p + 1);
      }
      case ' ' -> {
        // "http://host" has no path: the second slash of the schema stands for it
        uriStart = schemaEnd + 1;
        uriEnd = schemaEnd + 2;
        yield protocol(p);
      }
      default -> INVALID_REQUEST;
    };
  }

  /** The path while nothing in it needs work. */
  private int path(int from) {
    int p = from;
    boolean afterSlash = true;
    while (p < limit) {
      byte ch = b[p];
      if (!isUsual(ch)) {
        if (ch == ' ' || ch == CR || ch == LF) {
          uriEnd = p;
          return protocol(p);
        }
        if (!isPlain(ch, afterSlash)) {
          return unusual(p);
        }
      }
      afterSlash = ch == '/';
      p++;
    }
    return AGAIN;
  }

  /** A slash, dot or plus that leaves the path as it is. */
  private boolean isPlain(byte ch, boolean afterSlash) {
    plusInUri |= ch == '+';
    return ch == '+' || ((ch == '/' || ch == '.') && !afterSlash);
  }

  private int unusual(int p) {
    switch (b[p]) {
      case '/', '.', '#' -> complexUri = true;
      case '%' -> quotedUri = true;
      case '?' -> argsStart = p + 1;
      default -> {
        return INVALID_REQUEST;
      }
    }
    return rest(p + 1);
  }

  /** The remainder of the target once it is known to need work, or to be arguments. */
  private int rest(int from) {
    int p = from;
    while (p < limit) {
      byte ch = b[p];
      if (!isUsual(ch)) {
        if (ch == ' ' || ch == CR || ch == LF) {
          uriEnd = p;
          return protocol(p);
        }
        if (ch == '#') {
          complexUri = true;
        } else if ((ch >= 0 && ch < ' ') || ch == 0x7f) {
          return INVALID_REQUEST;
        }
      }
      p++;
    }
    return AGAIN;
  }

  private int protocol(int from) {
    int p = from;
    while (p < limit && b[p] == ' ') {
      p++;
    }
    if (p == limit) {
      return AGAIN;
    }
    if (b[p] == CR || b[p] == LF) {
      version = HTTP_09;
      return lineEnd(p);
    }
    protocolStart = p;
    for (int i = 0; i < 5; i++) {
      if (p + i == limit) {
        return AGAIN;
      }
      if (b[p + i] != "HTTP/".charAt(i)) {
        return INVALID_REQUEST;
      }
    }
    return version(p + 5);
  }

  private int version(int from) {
    int p = from;
    if (p == limit) {
      return AGAIN;
    }
    if (b[p] < '1' || b[p] > '9') {
      return INVALID_REQUEST;
    }
    int major = 0;
    while (p < limit && isDigit(b[p])) {
      major = major * 10 + b[p++] - '0';
      if (major > 1) {
        return INVALID_VERSION;
      }
    }
    if (p == limit) {
      return AGAIN;
    }
    if (b[p++] != '.') {
      return INVALID_REQUEST;
    }
    int minor = 0;
    int digits = p;
    while (p < limit && isDigit(b[p])) {
      minor = minor * 10 + b[p++] - '0';
      if (minor > 999) {
        return INVALID_REQUEST;
      }
    }
    if (p == limit) {
      return AGAIN;
    }
    if (p == digits) {
      return INVALID_REQUEST;
    }
    version = major * 1000 + minor;
    return endOfVersion(p);
  }

  private int endOfVersion(int from) {
    int p = from;
    lineEnd = p;
    while (p < limit && b[p] == ' ') {
      p++;
    }
    if (p == limit) {
      return AGAIN;
    }
    return b[p] == CR || b[p] == LF ? lineEnd(p) : INVALID_REQUEST;
  }

  private int lineEnd(int p) {
    lineEnd = p;
    int end = p;
    if (b[p] == CR) {
      end = p + 1;
      if (end == limit) {
        return AGAIN;
      }
      if (b[end] != LF) {
        return INVALID_REQUEST;
      }
    }
    next = end + 1;
    return version == HTTP_09 && method != Methods.GET ? INVALID_09_METHOD : OK;
  }
}
