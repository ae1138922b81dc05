package io.perigee.httpmodules.memcached;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.filter.Buf;
import io.perigee.http.filter.Chain;
import io.perigee.http.request.Request;
import io.perigee.http.upstream.ReplyBody;

/** A value of a known length, and the line END behind it. */
final class ValueBody implements ReplyBody {
  private static final byte[] TRAILER = Ascii.latin1("\r\nEND\r\n");

  private final Request r;
  private long rest;
  private int trailer;
  private boolean excess;

  ValueBody(Request r, long length) {
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
    int at = end;
    while (at < to && trailer < TRAILER.length) {
      if (bytes[at++] != TRAILER[trailer++]) {
        r.log(Level.ERROR, "memcached sent invalid trailer");
        excess = true;
        return Step.COMPLETE;
      }
    }
    excess = at < to;
    return trailer == TRAILER.length ? Step.COMPLETE : Step.MORE;
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
