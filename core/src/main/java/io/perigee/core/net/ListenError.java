package io.perigee.core.net;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A socket that cannot listen; the message is nginx's. */
public final class ListenError extends IOException {
  private static final int EADDRINUSE = 98;

  private final int errno;

  private ListenError(String message, int errno, Throwable cause) {
    super(message, cause);
    this.errno = errno;
  }

  static ListenError of(String call, ListenAddress address, int errno, Throwable cause) {
    String text = call + " to " + address.text() + " failed (" + errno + ": " + words(errno) + ")";
    return new ListenError(text, errno, cause);
  }

  static ListenError of(String call, ListenAddress address, IOException cause) {
    return of(call, address, errnoOf(cause.getMessage()), cause);
  }

  /** Whether another socket has the address, so that it is worth to try again. */
  public boolean addressInUse() {
    return errno == EADDRINUSE;
  }

  private static int errnoOf(@Nullable String message) {
    String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
    if (text.contains("in use")) {
      return EADDRINUSE;
    }
    if (text.contains("permission denied")) {
      return 13;
    }
    return text.contains("assign requested") ? 99 : 22;
  }

  private static String words(int errno) {
    return switch (errno) {
      case 1 -> "Operation not permitted";
      case 2 -> "No such file or directory";
      case 13 -> "Permission denied";
      case 22 -> "Invalid argument";
      case 24 -> "Too many open files";
      case 97 -> "Address family not supported by protocol";
      case EADDRINUSE -> "Address already in use";
      case 99 -> "Cannot assign requested address";
      default -> "Unknown error " + errno;
    };
  }
}
