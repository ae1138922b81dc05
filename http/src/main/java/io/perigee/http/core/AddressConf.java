package io.perigee.http.core;

import io.perigee.core.net.ListenAddress;
import io.perigee.core.net.ListenOptions;
import io.perigee.http.location.ServerNames;
import io.perigee.http.request.Request;
import org.jspecify.annotations.Nullable;

/**
 * An address that servers listen on: its socket, what is spoken on it, and the servers by name
 * (nginx's {@code ngx_http_conf_addr_t}).
 */
public final class AddressConf {
  private final ListenAddress address;
  private final ListenOptions options;
  private final Protocols protocols;
  private final ServerConf defaultServer;
  private final ServerNames names;

  /** What is spoken on an address besides plain HTTP/1. */
  public record Protocols(boolean ssl, boolean http2, boolean proxyProtocol) {}

  AddressConf(
      ListenAddress address,
      ListenOptions options,
      Protocols protocols,
      ServerConf defaultServer,
      ServerNames names) {
    this.address = address;
    this.options = options;
    this.protocols = protocols;
    this.defaultServer = defaultServer;
    this.names = names;
  }

  /** Where to listen. */
  public ListenAddress address() {
    return address;
  }

  /** How the socket is set up. */
  public ListenOptions options() {
    return options;
  }

  /** What is spoken there. */
  public Protocols protocols() {
    return protocols;
  }

  /** The server for requests whose host no server has as its name. */
  public ServerConf defaultServer() {
    return defaultServer;
  }

  /**
   * The server that has this name, in small letters and without port, or null for the default one.
   * Named groups of an expression that matched are kept with the request.
   */
  public @Nullable ServerConf find(byte[] host, @Nullable Request request) {
    return names.find(host, request);
  }
}
