package io.perigee.core.net;

import io.netty.channel.unix.Errors.NativeIoException;
import io.perigee.conf.text.SystemErrors;
import java.io.FileNotFoundException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the system answered to a failed call on a socket: its errno and the words of the C library.
 *
 * @param errno the number, Linux's
 * @param words as {@code strerror} has them
 */
public record SystemError(int errno, String words) {
  /** Connection refused. */
  public static final int ECONNREFUSED = 111;

  /** Connection timed out. */
  public static final int ETIMEDOUT = 110;

  /** Connection reset by peer. */
  public static final int ECONNRESET = 104;

  /** Address already in use. */
  public static final int EADDRINUSE = 98;

  private static final int ENOENT = 2;
  private static final int EINVAL = 22;
  private static final int EPIPE = 32;
  private static final SystemError[] KNOWN =
      SystemErrors.numbers().entrySet().stream()
          .map(error -> new SystemError(error.getValue(), error.getKey()))
          .toArray(SystemError[]::new);

  /** The error of that number. */
  public static SystemError of(int errno) {
    for (SystemError known : KNOWN) {
      if (known.errno == errno) {
        return known;
      }
    }
    return new SystemError(errno, "Unknown error " + errno);
  }

  /** The error behind an exception of a transport; invalid argument where it tells of none. */
  public static SystemError of(@Nullable Throwable problem) {
    for (Throwable at = problem; at != null; at = at.getCause()) {
      if (at instanceof NativeIoException io) {
        return of(-io.expectedErr());
      }
      if (at instanceof ClosedChannelException) {
        return of(EPIPE);
      }
      if (at instanceof FileNotFoundException) {
        return of(ENOENT);
      }
      SystemError told = toldBy(at.getMessage());
      if (told != null) {
        return told;
      }
    }
    return of(EINVAL);
  }

  /** The JDK's and Netty's messages have the system's words somewhere, in letters of any case. */
  private static @Nullable SystemError toldBy(@Nullable String message) {
    if (message == null) {
      return null;
    }
    String text = message.toLowerCase(Locale.ROOT);
    if (text.startsWith("connection reset")) {
      return of(ECONNRESET);
    }
    SystemError longest = null;
    for (SystemError known : KNOWN) {
      if (text.contains(known.words.toLowerCase(Locale.ROOT))
          && (longest == null || known.words.length() > longest.words.length())) {
        longest = known;
      }
    }
    return longest;
  }

  /** nginx's form in its log: {@code 111: Connection refused}. */
  public String text() {
    return errno + ": " + words;
  }

  /** The form that Lua code sees: {@code connection refused}. */
  public String lowercaseWords() {
    return words.toLowerCase(Locale.ROOT);
  }
}
