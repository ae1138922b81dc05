package io.perigee.http.filter;

import io.perigee.core.text.Ascii;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Methods;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.request.ResponseHeader;
import io.perigee.http.request.ResponseHeaders;

/**
 * Sends a body of unknown length in chunks to clients that speak HTTP/1.1 (nginx's chunked filter);
 * for others the end of the connection is the end of the body.
 */
final class ChunkedFilter implements HeaderFilter, BodyFilter {
  private static final byte[] CRLF = Ascii.latin1("\r\n");
  private static final byte[] END = Ascii.latin1("0\r\n\r\n");
  private static final byte[] END_BEFORE_TRAILERS = Ascii.latin1("0\r\n");

  @Override
  public Outcome send(Request r, HeaderFilter.Next next) {
    ResponseHeaders out = r.headersOut();
    int status = out.status();
    if (status == 304
        || status == 204
        || status < 200
        || r != r.main()
        || r.method() == Methods.HEAD) {
      return next.send(r);
    }
    if (out.contentLength() == -1 || r.is(RequestFlag.EXPECT_TRAILERS)) {
      if (r.version() < 1001) {
        r.set(RequestFlag.KEEPALIVE, false);
      } else if (r.settings().get(CoreSettings.CHUNKED_TRANSFER_ENCODING)) {
        if (r.is(RequestFlag.EXPECT_TRAILERS)) {
          out.clearContentLength();
        }
        r.set(RequestFlag.CHUNKED, true);
      } else if (out.contentLength() == -1) {
        r.set(RequestFlag.KEEPALIVE, false);
      }
    }
    return next.send(r);
  }

  @Override
  public Outcome write(Request r, Chain in, BodyFilter.Next next) {
    if (in.isEmpty() || !r.is(RequestFlag.CHUNKED) || r.headerOnly()) {
      return next.write(r, in);
    }
    Chain out = new Chain();
    long size = in.totalSize();
    if (size > 0) {
      out.add(sizeLine(size));
    }
    boolean last = false;
    boolean flush = false;
    for (int i = 0; i < in.size(); i++) {
      Buf buf = in.get(i);
      last |= buf.last();
      if (!buf.isSpecial()) {
        flush |= buf.flush();
        out.add(buf.last() ? withoutEnd(buf) : buf);
      } else if (!buf.last()) {
        out.add(buf);
      }
    }
    if (last) {
      out.add(end(r, size > 0));
    } else if (size > 0) {
      out.add(Buf.of(CRLF).flush(flush));
    }
    return next.write(r, out);
  }

  private static Buf withoutEnd(Buf buf) {
    Buf copy =
        buf.file() == null
            ? Buf.of(buf.bytes(), buf.start(), buf.end())
            : Buf.ofFile(buf.file(), buf.filePosition(), buf.size());
    return copy.flush(buf.flush());
  }

  private static Buf sizeLine(long size) {
    byte[] line = new byte[18];
    int at = line.length;
    line[--at] = '\n';
    line[--at] = '\r';
    long left = size;
    do {
      line[--at] = (byte) Character.forDigit((int) (left & 15), 16);
      left >>>= 4;
    } while (left != 0);
    return Buf.of(line, at, line.length);
  }

  private static Buf end(Request r, boolean afterData) {
    byte[] trailers = trailers(r);
    byte[] text;
    if (trailers.length == 0) {
      text = afterData ? Ascii.concat(CRLF, END) : END;
    } else {
      text = Ascii.concat(afterData ? CRLF : Ascii.EMPTY, END_BEFORE_TRAILERS, trailers, CRLF);
    }
    return Buf.of(text).last(true).lastInChain(true);
  }

  private static byte[] trailers(Request r) {
    byte[] all = Ascii.EMPTY;
    if (!r.is(RequestFlag.EXPECT_TRAILERS)) {
      return all;
    }
    for (ResponseHeader field : r.headersOut().trailers()) {
      if (field.active()) {
        all = Ascii.concat(all, field.name(), new byte[] {':', ' '}, field.value(), CRLF);
      }
    }
    return all;
  }
}
