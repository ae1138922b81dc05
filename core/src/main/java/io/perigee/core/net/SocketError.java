package io.perigee.core.net;

/**
 * A call on a socket that failed.
 *
 * @param call {@code connect()}, {@code recv()}, {@code send()} ..., with what nginx says of it
 * @param error why
 */
public record SocketError(String call, SystemError error) {
  /** nginx's text: {@code connect() failed (111: Connection refused)}. */
  public String text() {
    return call + " failed (" + error.text() + ")";
  }
}
