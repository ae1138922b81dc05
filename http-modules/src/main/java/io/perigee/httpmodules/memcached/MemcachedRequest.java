package io.perigee.httpmodules.memcached;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.core.text.UriEscape;
import io.perigee.core.variable.Variable;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import io.perigee.http.upstream.HttpReplyBody;
import io.perigee.http.upstream.ReceivedBytes;
import io.perigee.http.upstream.Reply;
import io.perigee.http.upstream.ReplyBody;
import io.perigee.http.upstream.RequestBytes;
import io.perigee.http.upstream.UpstreamProtocol;

/** One {@code get} of memcached for one key. */
final class MemcachedRequest implements UpstreamProtocol {
  private static final byte[] CRLF = Ascii.latin1("\r\n");
  private static final byte[] CONTENT_ENCODING = Ascii.latin1("Content-Encoding");
  private static final byte[] GZIP = Ascii.latin1("gzip");

  private final Request r;
  private final Variable<Request> keyVariable;
  private byte[] key = Ascii.EMPTY;
  private boolean found;

  MemcachedRequest(Request r, Variable<Request> key) {
    this.r = r;
    this.keyVariable = key;
  }

  @Override
  public String scheme() {
    return "memcached://";
  }

  @Override
  public byte[] uri() {
    return Ascii.EMPTY;
  }

  @Override
  public boolean sendsBody() {
    return false;
  }

  @Override
  public boolean interceptsNotFound() {
    return true;
  }

  @Override
  public Outcome createRequest(Request request, RequestBytes to) {
    byte[] value = keyVariable.indexedValue(r);
    if (value == null || value.length == 0) {
      r.log(Level.ERROR, "the \"$memcached_key\" variable is not set");
      return Outcome.ERROR;
    }
    key = UriEscape.MEMCACHED.escape(value);
    to.add("get ").add(key).add(CRLF);
    return Outcome.OK;
  }

  @Override
  public Head readHead(Request request, ReceivedBytes in, Reply reply) {
    int next = in.lineEnd();
    if (next < 0) {
      return Head.MORE_NEEDED;
    }
    int end = next - 1;
    if (end > in.position() && in.bytes()[end - 1] == '\r') {
      end--;
    }
    byte[] line = Ascii.slice(in.bytes(), in.position(), end);
    if (ValueLine.isOne(line)) {
      in.use(next);
      return readValue(line, reply);
    }
    if (Ascii.equals(line, "END")) {
      r.log(Level.INFO, "key: \"" + Ascii.string(key) + "\" was not found by memcached");
      in.use(next);
      reply.status(404);
      reply.contentLength(0);
      return Head.COMPLETE;
    }
    r.log(Level.ERROR, "memcached sent invalid response: \"" + Ascii.string(line) + "\"");
    return Head.INVALID;
  }

  private Head readValue(byte[] line, Reply reply) {
    ValueLine value = ValueLine.parse(r, line, key);
    if (value == null) {
      return Head.INVALID;
    }
    found = true;
    reply.status(200);
    reply.contentLength(value.length());
    if ((value.flags() & r.settings().get(MemcachedModule.GZIP_FLAG)) != 0) {
      reply.add(CONTENT_ENCODING, GZIP);
    }
    return Head.COMPLETE;
  }

  @Override
  public ReplyBody body(Request request, Reply reply) {
    return found ? new ValueBody(r, reply.contentLength()) : HttpReplyBody.sized(r, 0);
  }
}
