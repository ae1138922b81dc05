package io.perigee.http.upstream;

import io.perigee.core.log.Level;
import io.perigee.http.filter.Buf;
import io.perigee.http.filter.Chain;
import io.perigee.http.request.ChunkedDecoder;
import io.perigee.http.request.Request;

/** The framings of HTTP/1.1 bodies (RFC 9112 section 6.3) as nginx's proxy module reads them. */
public final class HttpReplyBody {
  private HttpReplyBody() {}

  /** The framing of a response; {@code head} says that the request was one for the head only. */
  public static ReplyBody of(Request r, Reply reply, boolean head) {
    int status = reply.status();
    if (head || status == 204 || status == 304 || status == 101) {
      return new Empty();
    }
    if (reply.chunked()) {
      return new Chunked(r);
    }
    if (reply.contentLength() == 0) {
      return new Empty();
    }
    return reply.contentLength() > 0 ? new Sized(r, reply.contentLength()) : new UntilClose();
  }

  /** A body of that many bytes. */
  public static ReplyBody sized(Request r, long length) {
    return length == 0 ? new Empty() : new Sized(r, length);
  }

  /** No body. */
  private static final class Empty implements ReplyBody {
    @Override
    public boolean isEmpty() {
      return true;
    }

    @Override
    public Step take(byte[] bytes, int from, int to, Chain content) {
      return Step.COMPLETE;
    }

    @Override
    public boolean endsWithConnection() {
      return true;
    }
  }

  /** All that comes until the connection ends. */
  private static final class UntilClose implements ReplyBody {
    @Override
    public Step take(byte[] bytes, int from, int to, Chain content) {
      content.add(Buf.of(bytes, from, to));
      return Step.MORE;
    }

    @Override
    public boolean endsWithConnection() {
      return true;
    }
  }

  /** A body of a known length. */
  private static final class Sized implements ReplyBody {
    private final Request r;
    private long rest;
    private boolean excess;

    Sized(Request r, long length) {
      this.r = r;
      this.rest = length;
    }

    @Override
    public Step take(byte[] bytes, int from, int to, Chain content) {
      int end = (int) Math.min(to, from + rest);
      if (end > from) {
        content.add(Buf.of(bytes, from, end));
      }
      rest -= end - from;
      if (end < to) {
        excess = true;
        r.log(Level.WARN, "upstream sent more data than specified in \"Content-Length\" header");
      }
      return rest == 0 ? Step.COMPLETE : Step.MORE;
    }

    @Override
    public boolean endsWithConnection() {
      return false;
    }

    @Override
    public boolean hasExcess() {
      return excess;
    }
  }

  /** A body in chunks. */
  private static final class Chunked implements ReplyBody {
    private final Request r;
    private final ChunkedDecoder decoder = new ChunkedDecoder();
    private boolean excess;

    Chunked(Request r) {
      this.r = r;
    }

    @Override
    public Step take(byte[] bytes, int from, int to, Chain content) {
      int at = from;
      while (true) {
        ChunkedDecoder.Step step = decoder.next(bytes, at, to);
        at = decoder.position();
        switch (step) {
          case DATA -> {
            if (decoder.dataEnd() > decoder.dataStart()) {
              content.add(Buf.of(bytes, decoder.dataStart(), decoder.dataEnd()));
            }
          }
          case MORE_NEEDED -> {
            return Step.MORE;
          }
          case END -> {
            if (at < to) {
              excess = true;
              r.log(Level.WARN, "upstream sent data after final chunk");
            }
            return Step.COMPLETE;
          }
          case INVALID -> {
            r.log(Level.ERROR, "upstream sent invalid chunked response");
            return Step.INVALID;
          }
        }
      }
    }

    @Override
    public boolean endsWithConnection() {
      return false;
    }

    @Override
    public boolean hasExcess() {
      return excess;
    }
  }
}
