package io.perigee.httplua.context;

import io.perigee.http.core.CoreSettings;
import io.perigee.http.request.BodyFiles;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestBody;
import io.perigee.http.request.TempFile;
import io.perigee.ngx.text.ByteSink;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request body that Lua code puts together piece by piece. It stays in memory up to the size of
 * the buffer and goes to a temporary file beyond.
 */
public final class BodyBuilder {
  private final Request request;
  private final long limit;
  private final ByteSink bytes;
  private @Nullable TempFile file;

  /** A body for a request; the buffer has this size, or client_body_buffer_size for 0 or less. */
  public BodyBuilder(Request r, long size) {
    request = r;
    limit = size > 0 ? size : r.settings().get(CoreSettings.CLIENT_BODY_BUFFER_SIZE);
    bytes = new ByteSink((int) Math.min(limit, 1024));
  }

  /** Appends a piece. */
  public void add(byte[] piece) throws IOException {
    TempFile target = file;
    if (target == null && bytes.size() + (long) piece.length <= limit) {
      bytes.add(piece);
      return;
    }
    if (target == null) {
      target = BodyFiles.open(request);
      file = target;
      target.closeWith(request);
      target.append(bytes.bytes(), 0, bytes.size());
    }
    target.append(piece, 0, piece.length);
  }

  /** The whole body. */
  public RequestBody finish() throws IOException {
    TempFile target = file;
    return target == null ? RequestBody.of(bytes.toBytes()) : RequestBody.ofFile(target);
  }
}
