package io.perigee.ngx.socket;

import io.perigee.core.resolver.NameServers;
import org.jspecify.annotations.Nullable;

/**
 * What the directives say of the sockets that are made in one place of the configuration.
 *
 * @param connectTimeout lua_socket_connect_timeout in ms
 * @param sendTimeout lua_socket_send_timeout in ms
 * @param readTimeout lua_socket_read_timeout in ms
 * @param pooling lua_socket_keepalive_timeout and lua_socket_pool_size
 * @param logErrors lua_socket_log_errors
 * @param names resolver and resolver_timeout
 */
public record SocketSettings(
    long connectTimeout,
    long sendTimeout,
    long readTimeout,
    Pooling pooling,
    boolean logErrors,
    Names names) {

  /**
   * How connections are kept.
   *
   * @param timeout how long one may be idle, in ms
   * @param size how many may be idle in a pool
   */
  public record Pooling(long timeout, int size) {}

  /**
   * How names are resolved.
   *
   * @param servers whom to ask, or null where no resolver is configured
   * @param timeout how long to wait for it, in ms
   */
  public record Names(@Nullable NameServers servers, long timeout) {}
}
