package io.perigee.httplua.context;

import io.perigee.http.request.Request;
import io.perigee.http.request.RequestBody;
import io.perigee.ngx.text.ByteSink;
import java.io.IOException;

/** A request body that Lua code puts together piece by piece. */
public final class BodyBuilder {
  private final ByteSink bytes;

  /** A body for a request; memory is taken for so many bytes first, -1 for the usual number. */
  public BodyBuilder(Request r, long size) {
    bytes = new ByteSink((int) Math.min(size < 0 ? 1024 : size, 1 << 20));
  }

  /** Appends a piece. */
  public void add(byte[] piece) throws IOException {
    bytes.add(piece);
  }

  /** The whole body. */
  public RequestBody finish() throws IOException {
    return RequestBody.of(bytes.toBytes());
  }
}
