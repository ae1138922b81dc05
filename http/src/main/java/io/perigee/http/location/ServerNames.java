package io.perigee.http.location;

import io.perigee.http.core.ServerConf;
import io.perigee.http.request.Request;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one listening address by name: exact names, wildcards at the start, wildcards at
 * the end, expressions, in this order (nginx's {@code ngx_http_find_virtual_server}).
 */
public final class ServerNames {
  /** The server that has this name, or null. */
  public @Nullable ServerConf find(byte[] host, @Nullable Request request) {
    return null;
  }
}
