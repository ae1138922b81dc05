package io.perigee.http.connection;

import io.perigee.conf.directive.Settings;
import io.perigee.conf.value.Values;
import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.core.ServerConf;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.KnownHeader;
import io.perigee.http.request.Methods;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.request.RequestHeaders;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of one request from a connection's input: request line, then field after field,
 * then the checks over all of them (nginx's {@code ngx_http_process_request_line} and those after
 * it). States: LINE, HEADERS, COMPLETE, REFUSED; only {@link #read} moves them.
 *
 * <p>The limits are those of nginx's buffers: the first has client_header_buffer_size, each of up
 * to large_client_header_buffers further ones begins with the line that did not fit, and no line
 * may be longer than one. All stands in one array here; {@code bufferEnd} is where nginx's present
 * buffer would end.
 */
final class RequestReader {
  /** What reading came to. */
  enum Result {
    MORE_NEEDED,
    COMPLETE,
    REFUSED
  }

  private static final int MAX_LOGGED = 2048 - 300;
  private static final int TOO_LARGE = 494;

  private final HttpConnection connection;
  private final RequestLineParser lineParser;
  private final HeaderLineParser headerParser;
  private final LastHost lastHost = new LastHost();
  private @Nullable Outcome refusal;
  private boolean lineDone;
  private int bufferEnd;
  private int largeBuffers;

  /**
   * What a worker's connections read with. The parsers keep no state from one call to the next, so
   * all connections share them.
   */
  static final class Shared {
    final RequestLineParser line = new RequestLineParser();
    final HeaderLineParser header = new HeaderLineParser();
    final InputPool inputs = new InputPool();
  }

  RequestReader(HttpConnection connection, Shared shared) {
    this.connection = connection;
    this.lineParser = shared.line;
    this.headerParser = shared.header;
  }

  /** A new request begins at the input's position. */
  void begin(Input in, Settings settings) {
    lineDone = false;
    refusal = null;
    largeBuffers = 0;
    bufferEnd = in.start + settings.get(CoreSettings.CLIENT_HEADER_BUFFER_SIZE).intValue();
  }

  /** Whether the request line was read. */
  boolean lineDone() {
    return lineDone;
  }

  /** The outcome to finish a refused request with. */
  Outcome refusal() {
    Outcome outcome = refusal;
    return outcome == null ? Outcome.status(400) : outcome;
  }

  /** Reads on with what the input has. */
  Result read(Request r, Input in) {
    if (!lineDone) {
      Result line = readLine(r, in);
      if (line != Result.COMPLETE || r.version() < 1000) {
        return line;
      }
      connection.action("reading client request headers");
    }
    return readHeaders(r, in);
  }

  private Result refuse(Request r, String reason, int status) {
    r.log(Level.INFO, reason);
    refusal = Outcome.status(status);
    return Result.REFUSED;
  }

  private Result readLine(Request r, Input in) {
    while (true) {
      int limit = Math.min(in.end, bufferEnd);
      int code = lineParser.parse(in.bytes, in.pos, limit);
      if (code == RequestLineParser.OK) {
        return lineRead(r, in);
      }
      if (code != RequestLineParser.AGAIN) {
        noteBadLine(r, in);
        if (code == RequestLineParser.INVALID_09_METHOD) {
          r.line().protocol(0, RequestLineParser.HTTP_09);
        }
        return refuse(r, fault(code), code == RequestLineParser.INVALID_VERSION ? 505 : 400);
      }
      if (lineParser.lineStart == limit) {
        in.pos = limit;
        in.start = limit;
        bufferEnd = limit + r.settings().get(CoreSettings.CLIENT_HEADER_BUFFER_SIZE).intValue();
      }
      if (in.end < bufferEnd) {
        return Result.MORE_NEEDED;
      }
      if (!nextBuffer(r, lineParser.lineStart, limit)) {
        r.line().line(lineParser.lineStart, limit);
        return refuse(r, "client sent too long URI", 414);
      }
    }
  }

  private static String fault(int code) {
    return switch (code) {
      case RequestLineParser.INVALID_METHOD -> "client sent invalid method";
      case RequestLineParser.INVALID_VERSION -> "client sent invalid version";
      case RequestLineParser.INVALID_09_METHOD -> "client sent invalid method in HTTP/0.9 request";
      default -> "client sent invalid request";
    };
  }

  /** Notes what has come of an incomplete line, so that messages can tell it. */
  void noteIncompleteLine(Request r, Input in) {
    if (!lineDone && in.pos < in.end) {
      lineParser.parse(in.bytes, in.pos, in.end);
      noteBadLine(r, in);
    }
  }

  private void noteBadLine(Request r, Input in) {
    int end = lineParser.lineStart;
    while (end < in.end && in.bytes[end] != '\r' && in.bytes[end] != '\n') {
      end++;
    }
    r.line().line(lineParser.lineStart, end);
  }

  /** Goes on to the next large buffer, which begins with the unfinished line; false if refused. */
  private boolean nextBuffer(Request r, int lineStart, int filled) {
    Values.Buffers large = r.settings().get(CoreSettings.LARGE_CLIENT_HEADER_BUFFERS);
    int size = (int) large.size();
    if (filled - lineStart >= size || largeBuffers >= large.count()) {
      return false;
    }
    largeBuffers++;
    bufferEnd = lineStart + size;
    return true;
  }

  private Result lineRead(Request r, Input in) {
    RequestLineParser p = lineParser;
    lineDone = true;
    r.line().method(p.lineStart, p.methodEnd);
    r.line().target(p.uriStart, p.uriEnd);
    r.line().line(p.lineStart, p.lineEnd);
    r.line().protocol(p.protocolStart, p.version);
    r.receivedMethod(p.method);
    r.addRequestLength(p.next - p.lineStart);
    in.start = p.lineStart;
    in.pos = p.next;
    if (!takeTarget(r, in.bytes)) {
      return refuse(r, "client sent invalid request", 400);
    }
    if (p.hostEnd > 0 && p.hostStart > 0) {
      byte[] host = HostName.validate(in.bytes, p.hostStart, p.hostEnd);
      if (host == null) {
        return refuse(r, "client sent invalid host in request line", 400);
      }
      selectServer(r, host);
    }
    if (p.version < 1000) {
      in.headerEnd = in.pos;
    }
    return Result.COMPLETE;
  }

  private boolean takeTarget(Request r, byte[] bytes) {
    RequestLineParser p = lineParser;
    r.set(RequestFlag.COMPLEX_URI, p.complexUri);
    r.set(RequestFlag.QUOTED_URI, p.quotedUri);
    r.set(RequestFlag.PLUS_IN_URI, p.plusInUri);
    r.set(RequestFlag.VALID_UNPARSED_URI, !p.emptyPath);
    int pathEnd = p.argsStart > 0 ? p.argsStart - 1 : p.uriEnd;
    if (p.complexUri || p.quotedUri || p.emptyPath) {
      boolean merge = r.server().settings().get(CoreSettings.MERGE_SLASHES);
      ComplexUri.Result plain = ComplexUri.parse(bytes, p.uriStart, p.uriEnd, merge, p.emptyPath);
      if (plain == null) {
        return false;
      }
      r.uri(plain.uri());
      byte[] args = plain.args();
      if (args != null) {
        r.args(args);
      }
      return true;
    }
    r.uri(Arrays.copyOfRange(bytes, p.uriStart, pathEnd));
    if (p.argsStart > 0 && p.uriEnd > p.argsStart) {
      r.args(Arrays.copyOfRange(bytes, p.argsStart, p.uriEnd));
    }
    return true;
  }

  private void selectServer(Request r, byte[] host) {
    r.host(host);
    ServerConf found = connection.address().find(host, r);
    if (found != null) {
      r.server(found);
    }
  }

  private Result readHeaders(Request r, Input in) {
    Settings settings = r.server().settings();
    boolean underscores = settings.get(CoreSettings.UNDERSCORES_IN_HEADERS);
    boolean ignoreInvalid = settings.get(CoreSettings.IGNORE_INVALID_HEADERS);
    int max = settings.get(CoreSettings.MAX_HEADERS);
    HeaderLineParser p = headerParser;
    while (true) {
      int limit = Math.min(in.end, bufferEnd);
      int code = p.parse(in.bytes, in.pos, limit, underscores);
      if (code == HeaderLineParser.OK) {
        r.addRequestLength(p.next - p.nameStart);
        in.pos = p.next;
        if (p.invalidName && ignoreInvalid) {
          logInvalid(r, in.bytes);
          continue;
        }
        if (r.headersIn().size() >= max) {
          r.set(RequestFlag.LINGERING_CLOSE, true);
          return refuse(r, "client sent too many header lines", TOO_LARGE);
        }
        if (!takeHeader(r, in.bytes)) {
          return Result.REFUSED;
        }
      } else if (code == HeaderLineParser.END) {
        r.addRequestLength(p.next - p.nameStart);
        in.pos = p.next;
        in.headerEnd = p.next;
        return checkHeaders(r);
      } else if (code == HeaderLineParser.INVALID) {
        return refuseInvalid(r, in.bytes);
      } else if (in.end < bufferEnd) {
        return Result.MORE_NEEDED;
      } else if (!nextBuffer(r, p.nameStart, limit)) {
        return tooLarge(r, in.bytes, limit);
      }
    }
  }

  private void logInvalid(Request r, byte[] bytes) {
    if (r.logs(Level.INFO)) {
      String line = Ascii.string(bytes, headerParser.nameStart, headerParser.headerEnd);
      r.log(Level.INFO, "client sent invalid header line: \"" + line + "\"");
    }
  }

  private Result refuseInvalid(Request r, byte[] bytes) {
    HeaderLineParser p = headerParser;
    String start = Ascii.string(bytes, p.nameStart, p.headerEnd);
    String fault = String.format("%02x", bytes[p.headerEnd]);
    return refuse(r, "client sent invalid header line: \"" + start + "\\x" + fault + "...\"", 400);
  }

  private Result tooLarge(Request r, byte[] bytes, int limit) {
    r.set(RequestFlag.LINGERING_CLOSE, true);
    int start = headerParser.nameStart;
    int length = limit - start;
    String line = Ascii.string(bytes, start, start + Math.min(length, MAX_LOGGED));
    String dots = length > MAX_LOGGED ? "..." : "";
    return refuse(r, "client sent too long header line: \"" + line + dots + "\"", TOO_LARGE);
  }

  private boolean takeHeader(Request r, byte[] bytes) {
    HeaderLineParser p = headerParser;
    RequestHeaders headers = r.headersIn();
    KnownHeader known = headers.note(p.nameStart, p.nameEnd, p.valueStart, p.valueEnd);
    if (known == null) {
      return true;
    }
    boolean again = headers.indexOf(known) != headers.size() - 1;
    return switch (known) {
      case HOST -> again ? refuseDuplicate(r, known, "host header") : takeHost(r, bytes);
      case CONTENT_LENGTH,
          TRANSFER_ENCODING,
          IF_MODIFIED_SINCE,
          IF_UNMODIFIED_SINCE,
          IF_MATCH,
          IF_NONE_MATCH,
          IF_RANGE,
          CONTENT_RANGE,
          EXPECT,
          AUTHORIZATION ->
          !again || refuseDuplicate(r, known, "header line");
      default -> true;
    };
  }

  private boolean refuseDuplicate(Request r, KnownHeader known, String what) {
    RequestHeaders headers = r.headersIn();
    int last = headers.size() - 1;
    int first = headers.indexOf(known);
    refuse(
        r,
        "client sent duplicate "
            + what
            + ": \""
            + text(headers, last)
            + "\", previous value: \""
            + text(headers, first)
            + "\"",
        400);
    return false;
  }

  private static String text(RequestHeaders headers, int index) {
    return Ascii.string(headers.name(index)) + ": " + Ascii.string(headers.value(index));
  }

  private boolean takeHost(Request r, byte[] bytes) {
    int start = headerParser.valueStart;
    int end = headerParser.valueEnd;
    if (lastHost.takes(r, bytes, start, end)) {
      return true;
    }
    byte[] host = HostName.validate(bytes, start, end);
    if (host == null) {
      refuse(r, "client sent invalid host header", 400);
      return false;
    }
    if (r.host() == null) {
      selectServer(r, host);
      lastHost.keep(r, bytes, start, end);
    }
    return true;
  }

  private Result checkHeaders(Request r) {
    RequestHeaders headers = r.headersIn();
    if (r.version() > 1000 && !headers.has(KnownHeader.HOST)) {
      return refuse(r, "client sent HTTP/1.1 request without \"Host\" header", 400);
    }
    byte[] length = headers.value(KnownHeader.CONTENT_LENGTH);
    if (length != null) {
      long number = RequestHeaders.decimal(length, 0, length.length);
      if (number < 0) {
        return refuse(r, "client sent invalid \"Content-Length\" header", 400);
      }
      headers.contentLength(number);
    }
    if (headers.has(KnownHeader.TRANSFER_ENCODING)) {
      Result refused = checkTransferEncoding(r, headers);
      if (refused != null) {
        return refused;
      }
    }
    if (r.method() == Methods.CONNECT) {
      return refuse(r, "client sent CONNECT method", 405);
    }
    if (r.method() == Methods.TRACE) {
      return refuse(r, "client sent TRACE method", 405);
    }
    return Result.COMPLETE;
  }

  private @Nullable Result checkTransferEncoding(Request r, RequestHeaders headers) {
    if (r.version() < 1001) {
      return refuse(r, "client sent HTTP/1.0 request with \"Transfer-Encoding\" header", 400);
    }
    byte[] coding = headers.value(headers.indexOf(KnownHeader.TRANSFER_ENCODING));
    if (!Ascii.equalsIgnoreCase(coding, Ascii.latin1("chunked"))) {
      return refuse(
          r, "client sent unknown \"Transfer-Encoding\": \"" + Ascii.string(coding) + "\"", 501);
    }
    if (headers.has(KnownHeader.CONTENT_LENGTH)) {
      return refuse(
          r,
          "client sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time",
          400);
    }
    headers.chunked(true);
    return null;
  }
}
