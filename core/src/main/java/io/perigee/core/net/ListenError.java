package io.perigee.core.net;

import java.io.IOException;

/** A socket that cannot listen; the message is nginx's. */
public final class ListenError extends IOException {
  private final int errno;

  private ListenError(String message, int errno, Throwable cause) {
    super(message, cause);
    this.errno = errno;
  }

  static ListenError of(String call, ListenAddress address, Throwable cause) {
    SystemError error = SystemError.of(cause);
    String text = call + " to " + address.text() + " failed (" + error.text() + ")";
    return new ListenError(text, error.errno(), cause);
  }

  /** Whether another socket has the address, so that it is worth to try again. */
  public boolean addressInUse() {
    return errno == SystemError.EADDRINUSE;
  }
}
